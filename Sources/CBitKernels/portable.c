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

/// The number of bits set in each byte, by the usual tricks.
__attribute__((always_inline)) static inline uint64_t byte_counts(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555;
    x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
    return (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F;
}

enum {
    /// 64-bit words in a group's line.
    GROUP_WORDS = GROUP_BYTES / 8,
};

/// Word `w` of all of group `g`.
static void load_group(const void *candidates, size_t words, size_t g, size_t w, void *line) {
    memcpy(line, (const uint8_t *)candidates + (g * words + w) * GROUP_BYTES, GROUP_BYTES);
}

/// Four 16-bit lanes in a 64-bit word; no sum leaves its lane.
static bool screen_words(tile_pair tile, uint16_t start, bool is_whole, uint64_t in[TILE][GROUPS]) {
    const uint64_t pair = 0x100000001;
    uint64_t any = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        uint16_t rests[WORD_GROUP];
        load_group(tile.candidate_rests, 1, g, 0, rests);
        for (size_t q = 0; q < TILE; q++) {
            uint64_t sums[GROUP_WORDS] = {0};
            for (size_t i = 0; i < WORD_GROUP; i++) {
                int32_t difference = (int32_t)(tile.query_rests[q] & 0xFFFF) - rests[i];
                sums[i / 4] |= ((uint64_t)start + (uint64_t)(difference < 0 ? -difference : difference)) << (16 * (i % 4));
            }
            for (size_t w = 0; w < tile.words; w += 2) {
                uint64_t first[GROUP_WORDS], second[GROUP_WORDS];
                load_group(tile.candidates, tile.words, g, w, first);
                load_group(tile.candidates, tile.words, g, w + 1, second);
                uint64_t left = tile.queries[w * TILE + q] * pair, right = tile.queries[(w + 1) * TILE + q] * pair;
                for (size_t i = 0; i < GROUP_WORDS; i++) {
                    uint64_t x = first[i] ^ left, y = second[i] ^ right;
                    uint64_t counts = is_whole ? byte_counts(x) + byte_counts(y) : byte_counts(x | y);
                    sums[i] += (counts + (counts >> 8)) & 0x003F003F003F003F;
                }
            }
            in[q][g] = 0;
            for (size_t i = 0; i < WORD_GROUP; i++) {
                in[q][g] |= (~sums[i / 4] >> (16 * (i % 4) + 15) & 1) << i;
            }
            any |= in[q][g];
        }
    }
    return any != 0;
}

/// Eight lanes in a 64-bit word; a sum that would leave its lane stops at 255.
static bool screen_bytes(tile_pair tile, uint8_t start, uint64_t in[TILE][GROUPS]) {
    const uint64_t pair = 0x100000001, top = 0x8080808080808080;
    uint64_t any = 0;
    for (size_t g = 0; g < GROUPS; g++) {
        uint8_t rests[BYTE_GROUP];
        load_group(tile.candidate_rests, 1, g, 0, rests);
        for (size_t q = 0; q < TILE; q++) {
            uint64_t sums[GROUP_WORDS] = {0};
            for (size_t i = 0; i < BYTE_GROUP; i++) {
                int32_t difference = (int32_t)(tile.query_rests[q] & 0xFF) - rests[i];
                uint64_t sum = (uint64_t)start + (uint64_t)(difference < 0 ? -difference : difference);
                sums[i / 8] |= lesser(sum, 0xFF) << (8 * (i % 8));
            }
            for (size_t w = 0; w < tile.words; w += 2) {
                uint64_t first[GROUP_WORDS], second[GROUP_WORDS];
                load_group(tile.candidates, tile.words, g, w, first);
                load_group(tile.candidates, tile.words, g, w + 1, second);
                uint64_t left = tile.queries[w * TILE + q] * pair, right = tile.queries[(w + 1) * TILE + q] * pair;
                for (size_t i = 0; i < GROUP_WORDS; i++) {
                    // Seven bits added in each lane, then the top bits; where both of these were set the lane is full.
                    uint64_t low = (sums[i] & ~top) + byte_counts((first[i] ^ left) | (second[i] ^ right));
                    uint64_t full = sums[i] & low & top;
                    sums[i] = ((low ^ (sums[i] & top)) | (full >> 7) * 0xFF);
                }
            }
            in[q][g] = 0;
            for (size_t i = 0; i < BYTE_GROUP; i++) {
                in[q][g] |= (uint64_t)((sums[i / 8] >> (8 * (i % 8)) & 0xFF) != 0xFF) << i;
            }
            any |= in[q][g];
        }
    }
    return any != 0;
}

static bool is_supported(void) {
    return true;
}

const tessera_kernel tessera_kernel_portable = {
    "portable", is_supported, popcounts, intersections, common, matches, sketch, screen, verify, 7000};
