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
    EIGHTS = SKETCH_GROUP / 8,
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

/// Writes the sums of 4 queries with a group of candidates.
__attribute__((always_inline)) static inline void screen_half(
    const uint32_t *queries,
    const uint32_t *query_rests,
    const uint16_t *candidates,
    const uint16_t *candidate_rests,
    size_t sketch_words,
    uint16_t start,
    uint16x8_t sums[SCREENED][EIGHTS]) {
    for (size_t q = 0; q < SCREENED; q++) {
        for (size_t v = 0; v < EIGHTS; v++) {
            uint16x8_t difference = vabdq_u16(vdupq_n_u16((uint16_t)query_rests[q]), vld1q_u16(candidate_rests + 8 * v));
            sums[q][v] = vaddq_u16(difference, vdupq_n_u16(start));
        }
    }
    for (size_t from = 0; from < sketch_words; from += 2 * FLUSH) {
        size_t to = lesser(from + 2 * FLUSH, sketch_words);
        uint8x16_t bytes[SCREENED][EIGHTS];
        for (size_t q = 0; q < SCREENED; q++) {
            for (size_t v = 0; v < EIGHTS; v++) {
                bytes[q][v] = vdupq_n_u8(0);
            }
        }
        for (size_t w = from; w < to; w += 2) {
            for (size_t v = 0; v < EIGHTS; v++) {
                uint16x8_t first = vld1q_u16(candidates + w * SKETCH_GROUP + 8 * v);
                uint16x8_t second = vld1q_u16(candidates + (w + 1) * SKETCH_GROUP + 8 * v);
                for (size_t q = 0; q < SCREENED; q++) {
                    uint16x8_t left = vdupq_n_u16((uint16_t)queries[w * TILE + q]);
                    uint16x8_t right = vdupq_n_u16((uint16_t)queries[(w + 1) * TILE + q]);
                    uint16x8_t either = vorrq_u16(veorq_u16(first, left), veorq_u16(second, right));
                    bytes[q][v] = vaddq_u8(bytes[q][v], vcntq_u8(vreinterpretq_u8_u16(either)));
                }
            }
        }
        for (size_t q = 0; q < SCREENED; q++) {
            for (size_t v = 0; v < EIGHTS; v++) {
                sums[q][v] = vpadalq_u8(sums[q][v], bytes[q][v]);
            }
        }
    }
}

/// Bit c of the result is set if lane c of the four vectors has its top bit clear.
static uint32_t lanes_in(const uint16x8_t sums[EIGHTS]) {
    const uint8x8_t weights = {1, 2, 4, 8, 16, 32, 64, 128};
    uint32_t mask = 0;
    for (size_t v = 0; v < EIGHTS; v++) {
        uint8x8_t in = vmovn_u16(vcltq_u16(sums[v], vdupq_n_u16(0x8000)));
        mask |= (uint32_t)vaddv_u8(vand_u8(in, weights)) << (8 * v);
    }
    return mask;
}

static bool screen_tile(
    const uint32_t *queries,
    const uint32_t *query_rests,
    const uint16_t *candidates,
    const uint16_t *candidate_rests,
    size_t sketch_words,
    uint16_t start,
    uint32_t masks[TILE][GROUPS]) {
    uint16x8_t sums[GROUPS][TILE][EIGHTS];
    uint16x8_t out = vdupq_n_u16(0xFFFF);
    for (size_t g = 0; g < GROUPS; g++) {
        for (size_t q0 = 0; q0 < TILE; q0 += SCREENED) {
            screen_half(
                queries + q0,
                query_rests + q0,
                candidates + g * sketch_words * SKETCH_GROUP,
                candidate_rests + g * SKETCH_GROUP,
                sketch_words,
                start,
                &sums[g][q0]);
        }
        for (size_t q = 0; q < TILE; q++) {
            for (size_t v = 0; v < EIGHTS; v++) {
                out = vandq_u16(out, sums[g][q][v]);
            }
        }
    }
    if (vminvq_u16(out) >= 0x8000) {
        return false;
    }
    for (size_t q = 0; q < TILE; q++) {
        for (size_t g = 0; g < GROUPS; g++) {
            masks[q][g] = lanes_in(sums[g][q]);
        }
    }
    return true;
}

static bool is_supported(void) {
    return true;
}

const tessera_kernel tessera_kernel_neon = {
    "neon", is_supported, popcounts, intersections, matches, sketch, screen, verify, 17000};
#endif
