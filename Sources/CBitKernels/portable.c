// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// The reference: plain C for any processor.
#include "tile.h"
#include "sketch.h"

static void add_counts(
    const uint64_t *queries,
    size_t count,
    size_t stride,
    const uint64_t part[][GROUP],
    size_t words,
    uint32_t counts[][GROUP]) {
    for (size_t q = 0; q < count; q++) {
        uint64_t sums[GROUP] = {0};
        for (size_t w = 0; w < words; w++) {
            uint64_t query = queries[q * stride + w];
            for (size_t c = 0; c < GROUP; c++) {
                sums[c] += (uint64_t)__builtin_popcountll(part[w][c] & query);
            }
        }
        for (size_t c = 0; c < GROUP; c++) {
            counts[q][c] += (uint32_t)sums[c];
        }
    }
}

/// Four 16-bit lanes in a word, each counted by the usual tricks; no sum leaves its lane.
static bool screen_tile(
    const uint32_t *queries,
    const uint32_t *query_rests,
    const uint16_t *candidates,
    const uint16_t *candidate_rests,
    size_t sketch_words,
    uint16_t start,
    uint32_t masks[TILE][GROUPS]) {
    enum { WORDS = SKETCH_GROUP / 4 };
    const uint64_t pair = 0x100000001, top = 0x8000800080008000;
    uint64_t out = top;
    for (size_t g = 0; g < GROUPS; g++) {
        for (size_t q = 0; q < TILE; q++) {
            uint64_t sums[WORDS];
            for (size_t i = 0; i < SKETCH_GROUP; i++) {
                int32_t difference = (int32_t)(query_rests[q] & 0xFFFF) - candidate_rests[g * SKETCH_GROUP + i];
                uint64_t lane = (uint64_t)start + (uint64_t)(difference < 0 ? -difference : difference);
                sums[i / 4] = (i % 4 == 0 ? 0 : sums[i / 4]) | lane << (16 * (i % 4));
            }
            for (size_t w = 0; w < sketch_words; w += 2) {
                uint64_t first[WORDS], second[WORDS];
                memcpy(first, candidates + (g * sketch_words + w) * SKETCH_GROUP, sizeof first);
                memcpy(second, candidates + (g * sketch_words + w + 1) * SKETCH_GROUP, sizeof second);
                for (size_t i = 0; i < WORDS; i++) {
                    uint64_t left = queries[w * TILE + q] * pair, right = queries[(w + 1) * TILE + q] * pair;
                    uint64_t x = (first[i] ^ left) | (second[i] ^ right);
                    x -= x >> 1 & 0x5555555555555555;
                    x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
                    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F;
                    sums[i] += (x + (x >> 8)) & 0x001F001F001F001F;
                }
            }
            uint32_t mask = 0;
            for (size_t i = 0; i < SKETCH_GROUP; i++) {
                mask |= (uint32_t)(~sums[i / 4] >> (16 * (i % 4) + 15) & 1) << i;
            }
            masks[q][g] = mask;
            for (size_t i = 0; i < WORDS; i++) {
                out &= sums[i];
            }
        }
    }
    return out != top;
}

static bool is_supported(void) {
    return true;
}

const tessera_kernel tessera_kernel_portable = {
    "portable", is_supported, popcounts, intersections, matches, sketch, screen, verify, 7000};
