// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// What the kernels' joins share: making sketches, walking over tiles, verifying. Included once by each kernel's file, after
// tile.h, which defines the inner loop, `screen_tile`, and may define faster forms of EXTRACT and COMMON_BITS.
//
// A tile's eight queries meet two groups of candidates at once. A sum in a 16-bit lane starts at 2^15 - 1 - budget and gathers the
// lower bound, so that its top bit says whether the pair is out. A sum in an 8-bit lane starts at 254 - budget and stops
// at 255, which says the same.
#pragma once

#include "kernels.h"

enum {
    TILE = TESSERA_TILE,
    GROUP_BYTES = TESSERA_GROUP_BYTES,
    /// Candidates in a group.
    WORD_GROUP = GROUP_BYTES / 2,
    BYTE_GROUP = GROUP_BYTES,
    /// Groups of candidates that a tile of queries meets at once.
    GROUPS = 2,
    /// The greatest rests: no sum in a 16-bit lane overflows, and the difference of two is a signed byte.
    WORD_REST = 0x7FFF - TESSERA_SKETCH_BITS / 2,
    BYTE_REST = 0x7F,
    /// Tiles with survivors that are put down before they are taken apart.
    HITS = 32,
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

/// A tile's sketches and those of two groups.
typedef struct tile_pair {
    const uint32_t *queries;
    const uint32_t *query_rests;
    /// Of the first group; the second follows.
    const void *candidates;
    const void *candidate_rests;
    size_t words;
} tile_pair;

/// A tile that has survivors, by the places of its first query and first candidate.
///
/// Bit c of in[q][g] is set if query q and candidate c of group g are not out.
typedef struct hit {
    uint64_t in[TILE][GROUPS];
    size_t query;
    size_t candidate;
} hit;

/// Screens a tile in 16-bit lanes, by whole rows or by sketches. Returns whether a pair is not out; then, at least, `in` is written.
static bool screen_words(tile_pair tile, uint16_t start, bool is_whole, uint64_t in[TILE][GROUPS]);

/// Screens a tile in 8-bit lanes, likewise.
static bool screen_bytes(tile_pair tile, uint8_t start, uint64_t in[TILE][GROUPS]);

/// Asks for the first lines of a row.
__attribute__((always_inline)) static inline void fetch(const uint64_t *row, size_t words) {
    for (size_t w = 0; w < lesser(words, 64); w += 8) {
        __builtin_prefetch(row + w);
    }
}

/// Adds, without carry, the bits of a row under the masks of one layer to `folded`, packed together from bit `start` on; returns how
/// many are set.
__attribute__((always_inline)) static inline uint32_t fold_layer(
    const uint64_t *row, const uint64_t *chosen, size_t words, uint32_t start, uint64_t *folded) {
    uint64_t packed = 0;
    unsigned at = start % 64;
    folded += start / 64;
    uint32_t set = 0;
    // The turns taken depend on the masks alone, the same for every row.
    for (size_t w = 0; w < words; w++) {
        uint64_t mask = chosen[w];
        if (mask == 0) {
            continue;
        }
        uint64_t bits = EXTRACT(row[w], mask);
        set += (uint32_t)__builtin_popcountll(bits);
        packed |= bits << at;
        unsigned next = at + (unsigned)__builtin_popcountll(mask);
        if (next >= 64) {
            *folded++ ^= packed;
            // Two shifts, because one by 64 means nothing.
            packed = bits >> 1 >> (63 - at);
            next -= 64;
        }
        at = next;
    }
    if (at > 0) {
        *folded ^= packed;
    }
    return set;
}

/// Writes word `w` of row `i` of a side.
__attribute__((always_inline)) static inline void put_word(
    const void *side, size_t i, size_t w, size_t words, uint32_t word, size_t lane_bytes, bool as_queries) {
    size_t lanes = as_queries ? TILE : GROUP_BYTES / lane_bytes;
    size_t at = (i / lanes * words + w) * lanes + i % lanes;
    if (as_queries) {
        ((uint32_t *)side)[at] = word * (lane_bytes == 1 ? 0x1010101u : 0x10001u);
    } else if (lane_bytes == 1) {
        ((uint8_t *)side)[at] = (uint8_t)word;
    } else {
        ((uint16_t *)side)[at] = (uint16_t)word;
    }
}

__attribute__((always_inline)) static inline void sketch_rows(
    tessera_sketches sketches,
    size_t words,
    const uint64_t *chosen,
    const uint32_t *starts,
    size_t layers,
    tessera_form form,
    size_t lane_bytes,
    bool as_queries) {
    uint64_t folded[TESSERA_SKETCH_BITS / 64];
    uint32_t greatest = lane_bytes == 1 ? BYTE_REST : WORD_REST;
    unsigned lane_bits = 8 * (unsigned)lane_bytes, lanes = 64 / lane_bits;
    for (size_t i = 0; i < sketches.count; i++) {
        if (i + AHEAD < sketches.count) {
            fetch(sketches.rows + sketches.ranks[i + AHEAD].row * words, words);
        }
        memset(folded, 0, (form.words + lanes - 1) / lanes * sizeof folded[0]);
        uint32_t inside = 0;
        for (size_t layer = 0; layer < layers; layer++) {
            const uint64_t *row = sketches.rows + sketches.ranks[i].row * words;
            inside += fold_layer(row, chosen + layer * words, words, starts[layer], folded);
        }
        uint32_t rest = sketches.ranks[i].popcount - inside;
        rest = rest < form.rest_base ? 0 : rest - form.rest_base;
        put_word(sketches.rests, i, 0, 1, rest < greatest ? rest : greatest, lane_bytes, as_queries);
        for (size_t w = 0; w < form.words; w++) {
            uint32_t word = (uint32_t)(folded[w / lanes] >> (lane_bits * (w % lanes))) & ((1u << lane_bits) - 1);
            put_word(sketches.words, i, w, form.words, word, lane_bytes, as_queries);
        }
    }
}

static void sketch(
    tessera_sketches sketches,
    size_t words,
    const uint64_t *chosen,
    const uint32_t *starts,
    size_t layers,
    tessera_form form,
    bool as_queries) {
    // Each of the four compiled with its constants.
    if (form.lane_bytes == 1) {
        if (as_queries) {
            sketch_rows(sketches, words, chosen, starts, layers, form, 1, true);
        } else {
            sketch_rows(sketches, words, chosen, starts, layers, form, 1, false);
        }
    } else if (as_queries) {
        sketch_rows(sketches, words, chosen, starts, layers, form, 2, true);
    } else {
        sketch_rows(sketches, words, chosen, starts, layers, form, 2, false);
    }
}

/// Writes the pairs of some tiles that are pairs of rows and not of padding.
static size_t take_apart(
    const hit *hits,
    size_t count,
    size_t lanes,
    tessera_sketches queries,
    tessera_sketches candidates,
    tessera_survivor *target) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t some = 0;
        for (size_t n = 0; n < TILE * GROUPS; n++) {
            some |= (uint32_t)(hits[i].in[n / GROUPS][n % GROUPS] != 0) << n;
        }
        for (; some != 0; some &= some - 1) {
            size_t n = (size_t)__builtin_ctz(some);
            size_t query = hits[i].query + n / GROUPS;
            if (query >= queries.count) {
                break;
            }
            for (uint64_t mask = hits[i].in[n / GROUPS][n % GROUPS]; mask != 0; mask &= mask - 1) {
                size_t candidate = hits[i].candidate + n % GROUPS * lanes + (size_t)__builtin_ctzll(mask);
                if (candidate >= candidates.count) {
                    break;
                }
                target[total++] = (tessera_survivor){(uint32_t)query, (uint32_t)candidate};
            }
        }
    }
    return total;
}

__attribute__((always_inline)) static inline size_t screen_rows(
    tessera_sketches queries,
    tessera_sketches candidates,
    tessera_form form,
    size_t lane_bytes,
    bool is_whole,
    tessera_rule rule,
    tessera_survivor *survivors,
    size_t capacity,
    size_t *done) {
    size_t lanes = GROUP_BYTES / lane_bytes;
    uint64_t greatest = lane_bytes == 1 ? TESSERA_BYTE_BUDGET : 0x7FFF;
    hit hits[HITS];
    size_t put = 0;
    size_t total = 0;
    size_t query = candidates.count == 0 ? queries.count : 0;
    for (; query < queries.count; query += TILE) {
        size_t room = TILE * candidates.count;
        if (capacity - total < put * TILE * GROUPS * lanes + room) {
            total += take_apart(hits, put, lanes, queries, candidates, survivors + total);
            put = 0;
            if (capacity - total < room) {
                break;
            }
        }
        // The greatest budget of all pairs of the tile: a little too much for some, never too little.
        uint64_t sum = (uint64_t)queries.ranks[lesser(query + TILE, queries.count) - 1].popcount
            + candidates.ranks[candidates.count - 1].popcount;
        uint64_t budget = (rule.slope * sum + rule.offset) / rule.scale;
        uint64_t start = greatest - lesser(budget, greatest);
        for (size_t c = 0; c < candidates.count; c += GROUPS * lanes) {
            tile_pair tile = {
                (const uint32_t *)queries.words + query * form.words,
                (const uint32_t *)queries.rests + query,
                (const uint8_t *)candidates.words + c * lane_bytes * form.words,
                (const uint8_t *)candidates.rests + c * lane_bytes,
                form.words};
            hit *next = &hits[put];
            next->query = query;
            next->candidate = c;
            // Put down in any case and kept if there is a survivor: a branch guessed wrongly would cost as much as half a tile.
            if (lane_bytes == 2) {
                put += screen_words(tile, (uint16_t)start, is_whole, next->in);
            } else if (budget <= greatest) {
                put += screen_bytes(tile, (uint8_t)start, next->in);
            } else {
                // No sum in such a lane tells these pairs apart.
                memset(next->in, 0xFF, sizeof next->in);
                put++;
            }
            if (__builtin_expect(put == HITS, false)) {
                total += take_apart(hits, put, lanes, queries, candidates, survivors + total);
                put = 0;
            }
        }
    }
    total += take_apart(hits, put, lanes, queries, candidates, survivors + total);
    *done = lesser(query, queries.count);
    return total;
}

static size_t screen(
    tessera_sketches queries,
    tessera_sketches candidates,
    tessera_form form,
    tessera_rule rule,
    tessera_survivor *survivors,
    size_t capacity,
    size_t *done) {
    // Each compiled with its constants.
    if (form.lane_bytes == 1) {
        return screen_rows(queries, candidates, form, 1, false, rule, survivors, capacity, done);
    }
    return form.is_whole ? screen_rows(queries, candidates, form, 2, true, rule, survivors, capacity, done)
                         : screen_rows(queries, candidates, form, 2, false, rule, survivors, capacity, done);
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
    for (size_t i = 0; i < count + AHEAD; i++) {
        if (i < count) {
            fetch(queries.rows + queries.ranks[survivors[i].query].row * words, words);
            fetch(candidates.rows + candidates.ranks[survivors[i].candidate].row * words, words);
        }
        if (i < AHEAD) {
            continue;
        }
        tessera_rank a = queries.ranks[survivors[i - AHEAD].query];
        tessera_rank b = candidates.ranks[survivors[i - AHEAD].candidate];
        uint32_t common = COMMON_BITS(queries.rows + a.row * words, candidates.rows + b.row * words, words);
        uint64_t sum = (uint64_t)a.popcount + b.popcount;
        // Written in any case and counted only if kept: no branch to guess wrongly.
        found[total] = (tessera_match){a.row, b.row, common};
        total += sum != 0 && rule.scale * (sum - 2 * (uint64_t)common) <= rule.slope * sum + rule.offset;
    }
    return total;
}

static void common(
    const uint64_t *query,
    const uint64_t *rows,
    size_t words,
    const uint32_t *chosen,
    size_t count,
    uint32_t *counts) {
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count) {
            fetch(rows + chosen[i + AHEAD] * words, words);
        }
        counts[i] = COMMON_BITS(query, rows + chosen[i] * words, words);
    }
}
