// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// AVX-512 with VPOPCNTDQ: eight 64-bit lanes, each its own candidate. Per word of a pair one and, one popcount and one add,
// an eighth of an instruction each; the processor's vector pipes are busy all the time.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vpopcntdq,popcnt"))), apply_to = function)
#include "tile.h"

enum {
    /// Vectors in a group of candidates.
    HALVES = GROUP / 8,
    /// Queries that share a load of the candidates; 8 x 2 sums fit the 32 registers.
    QUERIES = 8,
};

/// Adds the counts of `n` queries; always inlined, so that with a constant `n` the sums live in registers.
__attribute__((always_inline)) static inline void add_queries(
    size_t n,
    const uint64_t *queries,
    size_t stride,
    const uint64_t part[][GROUP],
    size_t words,
    uint32_t counts[][GROUP]) {
    __m512i sums[QUERIES][HALVES];
    for (size_t q = 0; q < n; q++) {
        for (size_t h = 0; h < HALVES; h++) {
            sums[q][h] = _mm512_setzero_si512();
        }
    }
    for (size_t w = 0; w < words; w++) {
        __m512i candidates[HALVES];
        for (size_t h = 0; h < HALVES; h++) {
            candidates[h] = _mm512_load_si512(&part[w][8 * h]);
        }
        for (size_t q = 0; q < n; q++) {
            __m512i query = _mm512_set1_epi64((long long)queries[q * stride + w]);
            for (size_t h = 0; h < HALVES; h++) {
                __m512i common = _mm512_and_si512(candidates[h], query);
                sums[q][h] = _mm512_add_epi64(sums[q][h], _mm512_popcnt_epi64(common));
            }
        }
    }
    for (size_t q = 0; q < n; q++) {
        for (size_t h = 0; h < HALVES; h++) {
            __m256i *target = (__m256i *)&counts[q][8 * h];
            _mm256_store_si256(target, _mm256_add_epi32(_mm256_load_si256(target), _mm512_cvtepi64_epi32(sums[q][h])));
        }
    }
}

static void add_counts(
    const uint64_t *queries,
    size_t count,
    size_t stride,
    const uint64_t part[][GROUP],
    size_t words,
    uint32_t counts[][GROUP]) {
    size_t q = 0;
    for (; q + QUERIES <= count; q += QUERIES) {
        add_queries(QUERIES, queries + q * stride, stride, part, words, counts + q);
    }
    for (; q < count; q++) {
        add_queries(1, queries + q * stride, stride, part, words, counts + q);
    }
}
#pragma clang attribute pop

static bool is_supported(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("popcnt");
}

const tessera_kernel tessera_kernel_avx512 = {"avx512", is_supported, popcounts, intersections, matches};
#endif
