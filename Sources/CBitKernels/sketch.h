// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// What the kernels' joins share: making sketches, walking over tiles, verifying. Included once by each kernel's file, after
// tile.h, which defines the inner loop, `screen_tile`, and may define faster forms of EXTRACT and COMMON_BITS.
//
// Lanes have 16 bits: an accumulator starts at 2^15 - 1 - budget and gathers the lower bound, so that its top bit says whether
// the pair is out, and one AND over all accumulators of a tile says whether every pair is.
#pragma once

#include "kernels.h"

enum {
    TILE = TESSERA_TILE,
    SKETCH_GROUP = TESSERA_SKETCH_GROUP,
    /// Groups of candidates that a tile of queries meets at once.
    GROUPS = 2,
    /// Survivors whose rows are on their way while one is verified.
    AHEAD = 12,
};

#ifndef EXTRACT
#define EXTRACT plain_extract
/// Moves the bits of `word` under `mask` together, at the low end.
static uint64_t plain_extract(uint64_t word, uint64_t mask) {
    uint64_t result = 0;
    for (unsigned n = 0; mask != 0; mask &= mask - 1, n++) {
        result |= (word >> __builtin_ctzll(mask) & 1) << n;
    }
    return result;
}
#endif

#ifndef COMMON_BITS
#define COMMON_BITS plain_common_bits
/// The number of bits set in both rows.
static uint32_t plain_common_bits(const uint64_t *a, const uint64_t *b, size_t words) {
    uint64_t sum = 0;
    for (size_t w = 0; w < words; w++) {
        sum += (uint64_t)__builtin_popcountll(a[w] & b[w]);
    }
    return (uint32_t)sum;
}
#endif

/// Screens a tile against two groups. Returns false if every pair is out, else sets bit c of masks[q][g] for those that are not.
static bool screen_tile(
    const uint32_t *queries,
    const uint32_t *query_rests,
    const uint16_t *candidates,
    const uint16_t *candidate_rests,
    size_t sketch_words,
    uint16_t start,
    uint32_t masks[TILE][GROUPS]);

/// Asks for the first lines of a row.
__attribute__((always_inline)) static inline void fetch(const uint64_t *row, size_t words) {
    for (size_t w = 0; w < lesser(words, 64); w += 8) {
        __builtin_prefetch(row + w);
    }
}

/// Adds, without carry, the bits of a row under the masks of one layer to `folded`, packed together; returns how many are set.
__attribute__((always_inline)) static inline uint32_t fold_layer(
    const uint64_t *row, const uint64_t *chosen, size_t words, uint64_t *folded) {
    unsigned at = 0;
    uint32_t set = 0;
    for (size_t w = 0; w < words; w++) {
        uint64_t mask = chosen[w];
        if (mask == 0) {
            continue;
        }
        uint64_t bits = EXTRACT(row[w], mask);
        set += (uint32_t)__builtin_popcountll(bits);
        folded[at / 64] ^= bits << (at % 64);
        // Nothing where the bits end within the word; two shifts, because one by 64 means nothing.
        folded[at / 64 + 1] ^= bits >> 1 >> (63 - at % 64);
        at += (unsigned)__builtin_popcountll(mask);
    }
    return set;
}

__attribute__((always_inline)) static inline void sketch_rows(
    tessera_sketches sketches,
    size_t words,
    const uint64_t *chosen,
    size_t layers,
    size_t sketch_words,
    bool as_queries) {
    size_t lanes = as_queries ? TILE : SKETCH_GROUP;
    uint64_t folded[TESSERA_SKETCH_WORDS / 4 + 1];
    for (size_t i = 0; i < sketches.count; i++) {
        if (i + AHEAD < sketches.count) {
            fetch(sketches.rows + sketches.ranks[i + AHEAD].row * words, words);
        }
        memset(folded, 0, (sketch_words / 4 + 1) * sizeof folded[0]);
        uint32_t inside = 0;
        for (size_t layer = 0; layer < layers; layer++) {
            inside += fold_layer(sketches.rows + sketches.ranks[i].row * words, chosen + layer * words, words, folded);
        }
        uint32_t rest = sketches.ranks[i].popcount - inside;
        rest = rest < TESSERA_SKETCH_REST ? rest : TESSERA_SKETCH_REST;
        size_t at = i / lanes * sketch_words * lanes + i % lanes;
        for (size_t w = 0; w < sketch_words; w++) {
            uint16_t word = (uint16_t)(folded[w / 4] >> (16 * (w % 4)));
            if (as_queries) {
                ((uint32_t *)sketches.words)[at + w * lanes] = word * 0x10001u;
            } else {
                ((uint16_t *)sketches.words)[at + w * lanes] = word;
            }
        }
        if (as_queries) {
            ((uint32_t *)sketches.rests)[i] = rest * 0x10001u;
        } else {
            ((uint16_t *)sketches.rests)[i] = (uint16_t)rest;
        }
    }
}

static void sketch(
    tessera_sketches sketches,
    size_t words,
    const uint64_t *chosen,
    size_t layers,
    size_t sketch_words,
    bool as_queries) {
    if (as_queries) {
        sketch_rows(sketches, words, chosen, layers, sketch_words, true);
    } else {
        sketch_rows(sketches, words, chosen, layers, sketch_words, false);
    }
}

/// Appends the pairs of the masks that are pairs of rows and not of padding.
static size_t append_survivors(
    uint32_t masks[TILE][GROUPS], size_t query, size_t queries, size_t candidate, size_t candidates, tessera_survivor *target) {
    size_t total = 0;
    for (size_t q = 0; q < TILE && query + q < queries; q++) {
        for (size_t g = 0; g < GROUPS; g++) {
            for (uint32_t mask = masks[q][g]; mask != 0; mask &= mask - 1) {
                size_t c = candidate + g * SKETCH_GROUP + (size_t)__builtin_ctz(mask);
                if (c >= candidates) {
                    break;
                }
                target[total++] = (tessera_survivor){(uint32_t)(query + q), (uint32_t)c};
            }
        }
    }
    return total;
}

static size_t screen(
    tessera_sketches queries,
    tessera_sketches candidates,
    size_t sketch_words,
    tessera_rule rule,
    tessera_survivor *survivors,
    size_t capacity,
    size_t *done) {
    size_t total = 0;
    size_t query = 0;
    if (candidates.count == 0) {
        query = queries.count;
    }
    for (; query < queries.count && capacity - total >= TILE * candidates.count; query += TILE) {
        // The greatest budget of all pairs of the tile: a little too much for some, never too little.
        uint64_t sum = (uint64_t)queries.ranks[lesser(query + TILE, queries.count) - 1].popcount
            + candidates.ranks[candidates.count - 1].popcount;
        uint64_t budget = (rule.slope * sum + rule.offset) / rule.scale;
        uint16_t start = (uint16_t)(0x7FFF - lesser(budget, 0x7FFF));
        const uint32_t *tile = (const uint32_t *)queries.words + query * sketch_words;
        for (size_t c = 0; c < candidates.count; c += GROUPS * SKETCH_GROUP) {
            uint32_t masks[TILE][GROUPS];
            if (__builtin_expect(
                    screen_tile(
                        tile,
                        (const uint32_t *)queries.rests + query,
                        (const uint16_t *)candidates.words + c * sketch_words,
                        (const uint16_t *)candidates.rests + c,
                        sketch_words,
                        start,
                        masks),
                    false)) {
                total += append_survivors(masks, query, queries.count, c, candidates.count, survivors + total);
            }
        }
    }
    *done = lesser(query, queries.count);
    return total;
}

static size_t verify(
    tessera_sketches queries,
    tessera_sketches candidates,
    size_t words,
    tessera_rule rule,
    const tessera_survivor *survivors,
    size_t count,
    tessera_match *found) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count) {
            tessera_survivor next = survivors[i + AHEAD];
            fetch(queries.rows + queries.ranks[next.query].row * words, words);
            fetch(candidates.rows + candidates.ranks[next.candidate].row * words, words);
        }
        tessera_rank a = queries.ranks[survivors[i].query];
        tessera_rank b = candidates.ranks[survivors[i].candidate];
        uint32_t common = COMMON_BITS(queries.rows + a.row * words, candidates.rows + b.row * words, words);
        uint64_t sum = (uint64_t)a.popcount + b.popcount;
        // Written in any case and counted only if kept: no branch to guess wrongly.
        found[total] = (tessera_match){a.row, b.row, common};
        total += sum != 0 && rule.scale * (sum - 2 * (uint64_t)common) <= rule.slope * sum + rule.offset;
    }
    return total;
}
