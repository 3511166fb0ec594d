// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// AVX-512 with VPOPCNTDQ and BITALG. Full counts: eight 64-bit lanes, each its own candidate. Per word of a pair one
// and, one popcount and one add, an eighth of an instruction each; the processor's vector pipes are busy all the time.
#if defined(__x86_64__)
#include <immintrin.h>

#include "kernels.h"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vpopcntdq,avx512bitalg,bmi2,popcnt"))), apply_to = function)
#define EXTRACT _pext_u64
#define COMMON_BITS common_bits
#define KEPT kept

/// Sets bit c where factor * counts[c] - right[c] >= left, of 16.
static uint32_t kept(const uint32_t *counts, const int64_t *right, int64_t left, uint32_t factor) {
    __m512i least = _mm512_set1_epi64(left);
    __m512i factors = _mm512_set1_epi64(factor);
    uint32_t mask = 0;
    for (unsigned half = 0; half < 2; half++) {
        __m512i wide = _mm512_cvtepu32_epi64(_mm256_load_si256((const __m256i *)(counts + 8 * half)));
        __m512i product = _mm512_mul_epu32(wide, factors);
        __m512i rest = _mm512_sub_epi64(product, _mm512_load_si512(right + 8 * half));
        mask |= (uint32_t)_mm512_cmpge_epi64_mask(rest, least) << (8 * half);
    }
    return mask;
}

#include "tile.h"

/// The number of bits set in both rows.
static uint32_t common_bits(const uint64_t *a, const uint64_t *b, size_t words) {
    __m512i sum = _mm512_setzero_si512();
    for (size_t w = 0; w < words; w += 8) {
        __mmask8 there = words - w < 8 ? (__mmask8)((1u << (words - w)) - 1) : 0xFF;
        __m512i common = _mm512_and_si512(_mm512_maskz_loadu_epi64(there, a + w), _mm512_maskz_loadu_epi64(there, b + w));
        sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(common));
    }
    return (uint32_t)_mm512_reduce_add_epi64(sum);
}

#include "sketch.h"

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

/// A word of every candidate of the two groups.
__attribute__((always_inline)) static inline void load_groups(const uint8_t *candidates, size_t words, size_t w, __m512i groups[GROUPS]) {
    for (size_t g = 0; g < GROUPS; g++) {
        groups[g] = _mm512_load_si512(candidates + (g * words + w) * GROUP_BYTES);
    }
}

/// Bits that differ in the first words or in the second.
__attribute__((always_inline)) static inline __m512i differing(__m512i first, __m512i left, __m512i second, __m512i right) {
    // 0xF6: A | (B ^ C)
    return _mm512_ternarylogic_epi32(_mm512_xor_si512(first, left), second, right, 0xF6);
}

/// Per two words of 32 pairs an exclusive or, a ternary or of the other, a popcount and an add: two of them for either half of the
/// vector pipes. All 8 x 2 sums stay in registers.
__attribute__((always_inline)) static inline bool screen_words(
    tile_pair tile, uint16_t start, bool is_whole, uint64_t in[TILE][GROUPS]) {
    __m512i sums[TILE][GROUPS];
    __m512i first[GROUPS], second[GROUPS];
    load_groups(tile.candidate_rests, 1, 0, first);
    for (size_t q = 0; q < TILE; q++) {
        for (size_t g = 0; g < GROUPS; g++) {
            __m512i difference = _mm512_sub_epi16(_mm512_set1_epi32((int)tile.query_rests[q]), first[g]);
            sums[q][g] = _mm512_add_epi16(_mm512_abs_epi16(difference), _mm512_set1_epi16((short)start));
        }
    }
    for (size_t w = 0; w < tile.words; w += 2) {
        load_groups(tile.candidates, tile.words, w, first);
        load_groups(tile.candidates, tile.words, w + 1, second);
        for (size_t q = 0; q < TILE; q++) {
            __m512i left = _mm512_set1_epi32((int)tile.queries[w * TILE + q]);
            __m512i right = _mm512_set1_epi32((int)tile.queries[(w + 1) * TILE + q]);
            for (size_t g = 0; g < GROUPS; g++) {
                if (is_whole) {
                    sums[q][g] = _mm512_add_epi16(sums[q][g], _mm512_popcnt_epi16(_mm512_xor_si512(first[g], left)));
                    sums[q][g] = _mm512_add_epi16(sums[q][g], _mm512_popcnt_epi16(_mm512_xor_si512(second[g], right)));
                } else {
                    __m512i either = differing(first[g], left, second[g], right);
                    sums[q][g] = _mm512_add_epi16(sums[q][g], _mm512_popcnt_epi16(either));
                }
            }
        }
    }
    uint64_t any = 0;
    for (size_t q = 0; q < TILE; q++) {
        for (size_t g = 0; g < GROUPS; g++) {
            in[q][g] = ~(uint32_t)_mm512_movepi16_mask(sums[q][g]) & 0xFFFFFFFF;
            any |= in[q][g];
        }
    }
    return any != 0;
}

/// The same for 64 pairs at once: sums that stop at 255 take the popcounts' pipes, the other two operations the rest.
__attribute__((always_inline)) static inline bool screen_bytes(tile_pair tile, uint8_t start, uint64_t in[TILE][GROUPS]) {
    __m512i sums[TILE][GROUPS];
    __m512i first[GROUPS], second[GROUPS];
    load_groups(tile.candidate_rests, 1, 0, first);
    for (size_t q = 0; q < TILE; q++) {
        for (size_t g = 0; g < GROUPS; g++) {
            __m512i difference = _mm512_sub_epi8(_mm512_set1_epi32((int)tile.query_rests[q]), first[g]);
            sums[q][g] = _mm512_adds_epu8(_mm512_abs_epi8(difference), _mm512_set1_epi8((char)start));
        }
    }
    for (size_t w = 0; w < tile.words; w += 2) {
        load_groups(tile.candidates, tile.words, w, first);
        load_groups(tile.candidates, tile.words, w + 1, second);
        for (size_t q = 0; q < TILE; q++) {
            __m512i left = _mm512_set1_epi32((int)tile.queries[w * TILE + q]);
            __m512i right = _mm512_set1_epi32((int)tile.queries[(w + 1) * TILE + q]);
            for (size_t g = 0; g < GROUPS; g++) {
                __m512i either = differing(first[g], left, second[g], right);
                sums[q][g] = _mm512_adds_epu8(sums[q][g], _mm512_popcnt_epi8(either));
            }
        }
    }
    uint64_t any = 0;
    for (size_t q = 0; q < TILE; q++) {
        for (size_t g = 0; g < GROUPS; g++) {
            in[q][g] = _mm512_cmpneq_epi8_mask(sums[q][g], _mm512_set1_epi8(-1));
            any |= in[q][g];
        }
    }
    return any != 0;
}
#pragma clang attribute pop

static bool is_supported(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("avx512bitalg")
        && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

const tessera_kernel tessera_kernel_avx512 = {
    "avx512", is_supported, popcounts, intersections, common, matches, sketch, screen, verify, 55000};
#endif
