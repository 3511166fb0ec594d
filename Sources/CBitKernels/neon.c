// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// NEON, which every 64-bit ARM has: a popcount of bytes, summed as bytes and widened into lanes before they can overflow.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "tile.h"
#include "sketch.h"

enum {
    /// Words whose byte counts fit a byte: 31 x 8 = 248.
    FLUSH = 31,
    /// Queries that share a load of the candidates.
    QUERIES = 2,
    /// Vectors in a group of candidates that are counted in full.
    PAIRS = GROUP / 2,
    /// Vectors in a group of candidates that are screened.
    VECTORS = GROUP_BYTES / 16,
    /// Queries of a tile whose sums are in registers together.
    SCREENED = 4,
};

/// Adds the counts of `n` queries; always inlined, so that with a constant `n` the sums live in registers.
__attribute__((always_inline)) static inline void add_queries(
    size_t n,
    const uint64_t *queries,
    size_t stride,
    const uint64_t part[][GROUP],
    size_t words,
    uint32_t counts[][GROUP]) {
    for (size_t start = 0; start < words; start += FLUSH) {
        size_t end = lesser(start + FLUSH, words);
        uint8x16_t sums[QUERIES][PAIRS];
        for (size_t q = 0; q < n; q++) {
            for (size_t v = 0; v < PAIRS; v++) {
                sums[q][v] = vdupq_n_u8(0);
            }
        }
        for (size_t w = start; w < end; w++) {
            for (size_t v = 0; v < PAIRS; v++) {
                uint64x2_t candidates = vld1q_u64(&part[w][2 * v]);
                for (size_t q = 0; q < n; q++) {
                    uint64x2_t common = vandq_u64(candidates, vdupq_n_u64(queries[q * stride + w]));
                    sums[q][v] = vaddq_u8(sums[q][v], vcntq_u8(vreinterpretq_u8_u64(common)));
                }
            }
        }
        for (size_t q = 0; q < n; q++) {
            for (size_t v = 0; v < PAIRS; v++) {
                uint64x2_t lanes = vpaddlq_u32(vpaddlq_u16(vpaddlq_u8(sums[q][v])));
                counts[q][2 * v] += (uint32_t)vgetq_lane_u64(lanes, 0);
                counts[q][2 * v + 1] += (uint32_t)vgetq_lane_u64(lanes, 1);
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
    size_t q = 0;
    for (; q + QUERIES <= count; q += QUERIES) {
        add_queries(QUERIES, queries + q * stride, stride, part, words, counts + q);
    }
    if (q < count) {
        add_queries(1, queries + q * stride, stride, part, words, counts + q);
    }
}

/// Adds to `sums`, a byte each, the counts of words `from` to `to` of 4 queries from number `q0` on with a group.
__attribute__((always_inline)) static inline void add_bytes(
    tile_pair tile, size_t q0, const uint8_t *group, size_t from, size_t to, bool stops, bool is_whole, uint8x16_t sums[SCREENED][VECTORS]) {
    for (size_t w = from; w < to; w += 2) {
        for (size_t v = 0; v < VECTORS; v++) {
            uint8x16_t first = vld1q_u8(group + w * GROUP_BYTES + 16 * v);
            uint8x16_t second = vld1q_u8(group + (w + 1) * GROUP_BYTES + 16 * v);
            for (size_t q = 0; q < SCREENED; q++) {
                uint8x16_t left = vreinterpretq_u8_u32(vdupq_n_u32(tile.queries[w * TILE + q0 + q]));
                uint8x16_t right = vreinterpretq_u8_u32(vdupq_n_u32(tile.queries[(w + 1) * TILE + q0 + q]));
                uint8x16_t x = veorq_u8(first, left), y = veorq_u8(second, right);
                uint8x16_t counts = is_whole ? vaddq_u8(vcntq_u8(x), vcntq_u8(y)) : vcntq_u8(vorrq_u8(x, y));
                sums[q][v] = stops ? vqaddq_u8(sums[q][v], counts) : vaddq_u8(sums[q][v], counts);
            }
        }
    }
}

/// Bit c of the result is set if lane c, all ones or zero, is all ones.
static uint64_t lanes_set(uint8x8_t lanes) {
    const uint8x8_t weights = {1, 2, 4, 8, 16, 32, 64, 128};
    return vaddv_u8(vand_u8(lanes, weights));
}

static bool screen_words(tile_pair tile, uint16_t start, bool is_whole, uint64_t in[TILE][GROUPS]) {
    // Two words give a byte at most 16, or 8.
    size_t flush = is_whole ? FLUSH / 2 * 2 : 2 * FLUSH;
    uint64_t any = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        const uint16_t *rests = (const uint16_t *)tile.candidate_rests + g * WORD_GROUP;
        const uint8_t *group = (const uint8_t *)tile.candidates + g * tile.words * GROUP_BYTES;
        for (size_t q0 = 0; q0 < TILE; q0 += SCREENED) {
            uint16x8_t sums[SCREENED][VECTORS];
            for (size_t q = 0; q < SCREENED; q++) {
                for (size_t v = 0; v < VECTORS; v++) {
                    uint16x8_t rest = vdupq_n_u16((uint16_t)tile.query_rests[q0 + q]);
                    sums[q][v] = vaddq_u16(vabdq_u16(rest, vld1q_u16(rests + 8 * v)), vdupq_n_u16(start));
                }
            }
            for (size_t from = 0; from < tile.words; from += flush) {
                uint8x16_t bytes[SCREENED][VECTORS];
                memset(bytes, 0, sizeof bytes);
                add_bytes(tile, q0, group, from, lesser(from + flush, tile.words), false, is_whole, bytes);
                for (size_t q = 0; q < SCREENED; q++) {
                    for (size_t v = 0; v < VECTORS; v++) {
                        sums[q][v] = vpadalq_u8(sums[q][v], bytes[q][v]);
                    }
                }
            }
            for (size_t q = 0; q < SCREENED; q++) {
                in[q0 + q][g] = 0;
                for (size_t v = 0; v < VECTORS; v++) {
                    uint8x8_t below = vmovn_u16(vcltq_u16(sums[q][v], vdupq_n_u16(0x8000)));
                    in[q0 + q][g] |= lanes_set(below) << (8 * v);
                }
                any |= in[q0 + q][g];
            }
        }
    }
    return any != 0;
}

static bool screen_bytes(tile_pair tile, uint8_t start, uint64_t in[TILE][GROUPS]) {
    uint64_t any = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        const uint8_t *rests = (const uint8_t *)tile.candidate_rests + g * BYTE_GROUP;
        const uint8_t *group = (const uint8_t *)tile.candidates + g * tile.words * GROUP_BYTES;
        for (size_t q0 = 0; q0 < TILE; q0 += SCREENED) {
            uint8x16_t sums[SCREENED][VECTORS];
            for (size_t q = 0; q < SCREENED; q++) {
                for (size_t v = 0; v < VECTORS; v++) {
                    uint8x16_t rest = vdupq_n_u8((uint8_t)tile.query_rests[q0 + q]);
                    sums[q][v] = vqaddq_u8(vabdq_u8(rest, vld1q_u8(rests + 16 * v)), vdupq_n_u8(start));
                }
            }
            add_bytes(tile, q0, group, 0, tile.words, true, false, sums);
            for (size_t q = 0; q < SCREENED; q++) {
                in[q0 + q][g] = 0;
                for (size_t v = 0; v < VECTORS; v++) {
                    uint8x16_t below = vcltq_u8(sums[q][v], vdupq_n_u8(0xFF));
                    uint64_t mask = lanes_set(vget_low_u8(below)) | lanes_set(vget_high_u8(below)) << 8;
                    in[q0 + q][g] |= mask << (16 * v);
                }
                any |= in[q0 + q][g];
            }
        }
    }
    return any != 0;
}

static bool is_supported(void) {
    return true;
}

const tessera_kernel tessera_kernel_neon = {
    "neon", is_supported, popcounts, intersections, common, matches, sketch, screen, verify, 17000};
#endif
