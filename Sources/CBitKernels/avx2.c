// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// AVX2: four 64-bit lanes, each its own candidate. There is no vector popcount; two table look-ups of four bits each give
// one count a byte, and bytes are summed into lanes before they can overflow.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,popcnt"))), apply_to = function)
#include "tile.h"

enum {
    LANES = 4,
    /// Queries that share a load of the candidates.
    QUERIES = 2,
    /// Vectors of candidates taken together: half a group.
    VECTORS = 2,
    /// Words whose byte counts fit a byte: 31 x 8 = 248.
    FLUSH = 31,
};

/// Adds the counts of `n` queries with 8 candidates; always inlined, so that with a constant `n` the sums live in registers.
__attribute__((always_inline)) static inline void add_queries(
    size_t n,
    const uint64_t *queries,
    size_t stride,
    const uint64_t part[][GROUP],
    size_t words,
    uint32_t counts[][GROUP],
    size_t first) {
    const __m256i table = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
    const __m256i low = _mm256_set1_epi8(15);
    for (size_t start = 0; start < words; start += FLUSH) {
        size_t end = lesser(start + FLUSH, words);
        __m256i sums[QUERIES][VECTORS];
        for (size_t q = 0; q < n; q++) {
            for (size_t v = 0; v < VECTORS; v++) {
                sums[q][v] = _mm256_setzero_si256();
            }
        }
        for (size_t w = start; w < end; w++) {
            for (size_t q = 0; q < n; q++) {
                __m256i query = _mm256_set1_epi64x((long long)queries[q * stride + w]);
                for (size_t v = 0; v < VECTORS; v++) {
                    __m256i candidates = _mm256_load_si256((const __m256i *)&part[w][first + LANES * v]);
                    __m256i common = _mm256_and_si256(candidates, query);
                    __m256i lower = _mm256_shuffle_epi8(table, _mm256_and_si256(common, low));
                    __m256i upper = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(common, 4), low));
                    sums[q][v] = _mm256_add_epi8(sums[q][v], _mm256_add_epi8(lower, upper));
                }
            }
        }
        for (size_t q = 0; q < n; q++) {
            for (size_t v = 0; v < VECTORS; v++) {
                _Alignas(32) uint64_t lanes[LANES];
                _mm256_store_si256((__m256i *)lanes, _mm256_sad_epu8(sums[q][v], _mm256_setzero_si256()));
                for (size_t lane = 0; lane < LANES; lane++) {
                    counts[q][first + LANES * v + lane] += (uint32_t)lanes[lane];
                }
            }
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
    for (size_t first = 0; first < GROUP; first += LANES * VECTORS) {
        size_t q = 0;
        for (; q + QUERIES <= count; q += QUERIES) {
            add_queries(QUERIES, queries + q * stride, stride, part, words, counts + q, first);
        }
        if (q < count) {
            add_queries(1, queries + q * stride, stride, part, words, counts + q, first);
        }
    }
}
#pragma clang attribute pop

static bool is_supported(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}

const tessera_kernel tessera_kernel_avx2 = {"avx2", is_supported, popcounts, intersections, matches};
#endif
