// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// AVX2: four 64-bit lanes, each its own candidate. There is no vector popcount; two table look-ups of four bits each give
// one count a byte, and bytes are summed into lanes before they can overflow.
#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi2,popcnt"))), apply_to = function)
#define EXTRACT _pext_u64
#include "tile.h"
#include "sketch.h"

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

enum {
    /// Queries whose sums with half a group are in registers together.
    SCREENED = 4,
    HALF_BYTES = GROUP_BYTES / 2,
    /// Words of 16 bits whose byte counts fit a byte: two give at most 8.
    SCREEN_FLUSH = 2 * FLUSH,
};

/// The number of bits set in each byte.
__attribute__((always_inline)) static inline __m256i byte_counts(__m256i x) {
    const __m256i table = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
    const __m256i low = _mm256_set1_epi8(15);
    __m256i lower = _mm256_shuffle_epi8(table, _mm256_and_si256(x, low));
    __m256i upper = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), low));
    return _mm256_add_epi8(lower, upper);
}

/// The number of bits in each byte that differ in the first words or in the second; of whole rows, in the first and in the second.
__attribute__((always_inline)) static inline __m256i differing(
    __m256i first, uint32_t left, __m256i second, uint32_t right, bool is_whole) {
    __m256i x = _mm256_xor_si256(first, _mm256_set1_epi32((int)left));
    __m256i y = _mm256_xor_si256(second, _mm256_set1_epi32((int)right));
    return is_whole ? _mm256_add_epi8(byte_counts(x), byte_counts(y)) : byte_counts(_mm256_or_si256(x, y));
}

/// Adds to `sums`, a byte each, the counts of words `from` to `to` of 4 queries from number `q0` on with half a group.
__attribute__((always_inline)) static inline void add_bytes(
    tile_pair tile, size_t q0, const uint8_t *half, size_t from, size_t to, bool stops, bool is_whole, __m256i sums[SCREENED]) {
    for (size_t w = from; w < to; w += 2) {
        __m256i first = _mm256_load_si256((const __m256i *)(half + w * GROUP_BYTES));
        __m256i second = _mm256_load_si256((const __m256i *)(half + (w + 1) * GROUP_BYTES));
        for (size_t q = 0; q < SCREENED; q++) {
            uint32_t left = tile.queries[w * TILE + q0 + q], right = tile.queries[(w + 1) * TILE + q0 + q];
            __m256i counts = differing(first, left, second, right, is_whole);
            sums[q] = stops ? _mm256_adds_epu8(sums[q], counts) : _mm256_add_epi8(sums[q], counts);
        }
    }
}

/// The differences of 4 queries' rests and half a group's.
#define REST_DIFFERENCE(lane, q) \
    _mm256_abs_##lane(_mm256_sub_##lane( \
        _mm256_set1_epi32((int)tile.query_rests[q]), _mm256_load_si256((const __m256i *)(rests))))

static bool screen_words(tile_pair tile, uint16_t start, bool is_whole, uint64_t in[TILE][GROUPS]) {
    size_t flush = is_whole ? FLUSH / 2 * 2 : SCREEN_FLUSH;
    uint64_t any = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        for (size_t q0 = 0; q0 < TILE; q0 += SCREENED) {
            __m256i sums[2][SCREENED];
            for (size_t half = 0; half < 2; half++) {
                const uint8_t *rests = (const uint8_t *)tile.candidate_rests + g * GROUP_BYTES + half * HALF_BYTES;
                const uint8_t *words = (const uint8_t *)tile.candidates + g * tile.words * GROUP_BYTES + half * HALF_BYTES;
                for (size_t q = 0; q < SCREENED; q++) {
                    sums[half][q] = _mm256_add_epi16(REST_DIFFERENCE(epi16, q0 + q), _mm256_set1_epi16((short)start));
                }
                for (size_t from = 0; from < tile.words; from += flush) {
                    __m256i bytes[SCREENED];
                    for (size_t q = 0; q < SCREENED; q++) {
                        bytes[q] = _mm256_setzero_si256();
                    }
                    add_bytes(tile, q0, words, from, lesser(from + flush, tile.words), false, is_whole, bytes);
                    for (size_t q = 0; q < SCREENED; q++) {
                        __m256i counts = _mm256_maddubs_epi16(bytes[q], _mm256_set1_epi8(1));
                        sums[half][q] = _mm256_add_epi16(sums[half][q], counts);
                    }
                }
            }
            for (size_t q = 0; q < SCREENED; q++) {
                // Packing keeps signs; its halves come out crosswise.
                __m256i signs = _mm256_permute4x64_epi64(_mm256_packs_epi16(sums[0][q], sums[1][q]), 0xD8);
                in[q0 + q][g] = ~(uint32_t)_mm256_movemask_epi8(signs);
                any |= in[q0 + q][g];
            }
        }
    }
    return any != 0;
}

static bool screen_bytes(tile_pair tile, uint8_t start, uint64_t in[TILE][GROUPS]) {
    uint64_t any = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        for (size_t q0 = 0; q0 < TILE; q0 += SCREENED) {
            for (size_t half = 0; half < 2; half++) {
                const uint8_t *rests = (const uint8_t *)tile.candidate_rests + g * GROUP_BYTES + half * HALF_BYTES;
                const uint8_t *words = (const uint8_t *)tile.candidates + g * tile.words * GROUP_BYTES + half * HALF_BYTES;
                __m256i sums[SCREENED];
                for (size_t q = 0; q < SCREENED; q++) {
                    sums[q] = _mm256_adds_epu8(REST_DIFFERENCE(epi8, q0 + q), _mm256_set1_epi8((char)start));
                }
                add_bytes(tile, q0, words, 0, tile.words, true, false, sums);
                for (size_t q = 0; q < SCREENED; q++) {
                    __m256i out = _mm256_cmpeq_epi8(sums[q], _mm256_set1_epi8(-1));
                    uint64_t mask = ~(uint32_t)_mm256_movemask_epi8(out);
                    in[q0 + q][g] = half == 0 ? mask : in[q0 + q][g] | mask << HALF_BYTES;
                    any |= mask;
                }
            }
        }
    }
    return any != 0;
}
#pragma clang attribute pop

static bool is_supported(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

const tessera_kernel tessera_kernel_avx2 = {
    "avx2", is_supported, popcounts, intersections, common, matches, sketch, screen, verify, 17000};
#endif
