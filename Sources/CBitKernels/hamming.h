// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// What the kernels on tables share. The file that includes this one sets the instruction set and defines
//   gather            the chosen positions, made ready
//   prepare_gather    makes them ready
//   gather_bits       a row's key and sketch: bit i of either is the i-th position
#pragma once

#include "HammingTables.h"

enum {
    /// Survivors whose rows are on their way from memory while one is verified.
    AHEAD = 12,
    /// Rows on their way while the bits of one are gathered: the processor by itself stops at the end of a page.
    FILL_AHEAD = 16,
    LINE_WORDS = 8,
    /// Rows that are read ahead no further than this, in lines.
    AHEAD_LINES = 4,
};

static bool is_empty(const uint64_t *row, size_t words) {
    for (size_t w = 0; w < words; w++) {
        if (row[w] != 0) {
            return false;
        }
    }
    return true;
}

static void fetch(const uint64_t *row, size_t words) {
    for (size_t w = 0; w < words && w < AHEAD_LINES * LINE_WORDS; w += LINE_WORDS) {
        __builtin_prefetch(row + w);
    }
}

static void fill(
    const uint64_t *rows,
    size_t first,
    size_t count,
    size_t words,
    tessera_places places,
    bool skip_empty,
    tessera_store *store) {
    gather chosen;
    prepare_gather(&chosen, places, words);
    for (size_t row = first; row < first + count; row++) {
        const uint64_t *bits = rows + row * words;
        if (row + FILL_AHEAD < first + count) {
            fetch(bits + FILL_AHEAD * words, words);
        }
        uint32_t key;
        tessera_entry entry = {.row = (uint32_t)row};
        gather_bits(&chosen, bits, &key, &entry.sketch);
        if (__builtin_expect(key == 0 && entry.sketch == 0 && skip_empty, false) && is_empty(bits, words)) {
            continue;
        }
        // An odd factor gives different keys different products.
        entry.key = key * 0x9E3779B1u;
        uint64_t *next = store->next + ((uint64_t)entry.key << store->part_bits >> 32);
        uint64_t place = *next;
        if (__builtin_expect(place % TESSERA_ENTRY_BLOCK == 0, false)) {
            uint32_t block = store->free_block++;
            store->previous[block] = place == 0 ? 0 : (uint32_t)((place - 1) / TESSERA_ENTRY_BLOCK);
            place = (uint64_t)block * TESSERA_ENTRY_BLOCK;
        }
        store->entries[place] = entry;
        *next = place + 1;
    }
}

static size_t probe(
    tessera_buckets buckets,
    const tessera_entry *others,
    size_t count,
    tessera_filter filter,
    tessera_survivor *survivors,
    size_t capacity,
    tessera_cursor *cursor) {
    size_t written = 0;
    size_t entry = cursor->entry;
    uint64_t agreeing = cursor->agreeing;
    // A copy that nothing written here can change.
    const tessera_limits limits = *filter.limits;
    for (; entry < count; entry++) {
        tessera_entry other = others[entry];
        size_t other_bits = (size_t)__builtin_popcountll(other.sketch);
        uint32_t within = (uint32_t)((uint64_t)other.key << buckets.part_bits);
        size_t bucket = (uint64_t)within << buckets.bucket_bits >> 32;
        size_t end = buckets.starts[bucket + 1];
        size_t place = cursor->place > 0 ? cursor->place - 1 : buckets.starts[bucket];
        cursor->place = 0;
        for (; place < end; place++) {
            const tessera_entry *own = buckets.entries + place;
            if (own->key != other.key) {
                continue;
            }
            if (filter.ordered && (int64_t)own->row + filter.shift >= (int64_t)other.row) {
                continue;
            }
            if (written == capacity) {
                *cursor = (tessera_cursor){entry, place + 1, agreeing};
                return written;
            }
            agreeing++;
            survivors[written] = (tessera_survivor){own->row, other.row};
            size_t bits = other_bits + (size_t)__builtin_popcountll(own->sketch);
            written += (uint32_t)__builtin_popcountll(own->sketch ^ other.sketch) <= limits.at[bits];
        }
    }
    *cursor = (tessera_cursor){entry, 0, agreeing};
    return written;
}

/// Whether rows agree in all bits of a key and in enough of a sketch.
static bool has_pair(
    const uint64_t *a, const uint64_t *b, size_t words, const uint64_t *masks, const tessera_limits *limits) {
    uint64_t differing = 0;
    for (size_t w = 0; w < words; w++) {
        differing |= (a[w] ^ b[w]) & masks[w];
    }
    if (differing != 0) {
        return false;
    }
    uint64_t distance = 0, bits = 0;
    for (size_t w = 0; w < words; w++) {
        uint64_t x = a[w] & masks[words + w], y = b[w] & masks[words + w];
        distance += (uint64_t)__builtin_popcountll(x ^ y);
        bits += (uint64_t)__builtin_popcountll(x) + (uint64_t)__builtin_popcountll(y);
    }
    return distance <= limits->at[bits];
}

static size_t confirm(
    const uint64_t *queries,
    const uint64_t *candidates,
    size_t words,
    tessera_rule rule,
    const uint64_t *earlier,
    size_t tables,
    const tessera_limits *limits,
    const tessera_survivor *survivors,
    size_t count,
    tessera_match *found) {
    size_t written = 0;
    for (size_t i = 0; i < count && i < AHEAD; i++) {
        fetch(queries + survivors[i].query * words, words);
        fetch(candidates + survivors[i].candidate * words, words);
    }
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count) {
            fetch(queries + survivors[i + AHEAD].query * words, words);
            fetch(candidates + survivors[i + AHEAD].candidate * words, words);
        }
        const uint64_t *a = queries + survivors[i].query * words;
        const uint64_t *b = candidates + survivors[i].candidate * words;
        uint64_t sum = 0, distance = 0;
        for (size_t w = 0; w < words; w++) {
            sum += (uint64_t)__builtin_popcountll(a[w]) + (uint64_t)__builtin_popcountll(b[w]);
            distance += (uint64_t)__builtin_popcountll(a[w] ^ b[w]);
        }
        if (sum == 0 || rule.scale * distance > rule.slope * sum + rule.offset) {
            continue;
        }
        size_t t = 0;
        while (t < tables && !has_pair(a, b, words, earlier + 2 * t * words, limits)) {
            t++;
        }
        if (t == tables) {
            uint32_t intersection = (uint32_t)((sum - distance) / 2);
            found[written++] = (tessera_match){survivors[i].query, survivors[i].candidate, intersection};
        }
    }
    return written;
}
