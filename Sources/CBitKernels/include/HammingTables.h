// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Hash tables of rows by some of their bits: pairs of rows that agree there are likely to be near each other.
//
// Position p of a row is bit p % 8 of its byte p / 8, the least significant bit first. Every kernel gives the same answers.
#pragma once

#include "CBitKernels.h"

enum {
    /// The most positions of a key, and of a sketch.
    TESSERA_KEY_BITS = 32,
    TESSERA_ENTRY_SKETCH_BITS = 64,
    /// Entries in a block of a store.
    TESSERA_ENTRY_BLOCK = 256,
};

/// The positions of one table, ascending in each of the two.
typedef struct tessera_places {
    const uint32_t *_Nonnull key;
    const uint32_t *_Nonnull sketch;
    size_t key_count;
    size_t sketch_count;
} tessera_places;

/// A row in a table: its key, mixed so that the top bits spread rows well, and its sketch. Equal keys mean equal bits.
typedef struct tessera_entry {
    uint32_t key;
    uint32_t row;
    uint64_t sketch;
} tessera_entry;

/// Entries by the top bits of their keys, in chains of blocks that one writer fills.
typedef struct tessera_store {
    tessera_entry *_Nonnull entries;
    /// For each block the one before it in its chain; 0 for none.
    uint32_t *_Nonnull previous;
    /// For each part the place of its next entry; 0 while it has none.
    uint64_t *_Nonnull next;
    /// The first block not in use, 1 or more.
    uint32_t free_block;
    /// The number of parts is 2^part_bits.
    uint32_t part_bits;
} tessera_store;

/// Puts `count` rows from number `first` on into a store; rows without a set bit are left out if `skip_empty`.
typedef void (*tessera_fill)(
    const uint64_t *_Nonnull rows,
    size_t first,
    size_t count,
    size_t words,
    tessera_places places,
    bool skip_empty,
    tessera_store *_Nonnull store);

/// Entries in the order of some bits of their keys: those of bucket i are `starts[i]` to `starts[i + 1]`, where i is
/// key << part_bits >> (32 - bucket_bits).
typedef struct tessera_buckets {
    const tessera_entry *_Nonnull entries;
    const uint32_t *_Nonnull starts;
    uint32_t part_bits;
    uint32_t bucket_bits;
} tessera_buckets;

/// Where a probe is: the entry, the place in its bucket plus 1 or 0 for its start, and the pairs of equal keys so far.
typedef struct tessera_cursor {
    size_t entry;
    size_t place;
    uint64_t agreeing;
} tessera_cursor;

/// For each sum of the popcounts of two sketches the most bits in which they may differ.
typedef struct tessera_limits {
    uint8_t at[2 * TESSERA_ENTRY_SKETCH_BITS + 1];
} tessera_limits;

/// Which pairs of entries a probe takes: those whose sketches are within the limits and, if `ordered`, whose row in the buckets plus
/// `shift` is below the other.
typedef struct tessera_filter {
    const tessera_limits *_Nonnull limits;
    bool ordered;
    int64_t shift;
} tessera_filter;

/// Finds entries with the keys of `others` from the cursor on, until all are done or there is no more room; returns the number
/// of pairs written, the bucket's row as query.
typedef size_t (*tessera_probe)(
    tessera_buckets buckets,
    const tessera_entry *_Nonnull others,
    size_t count,
    tessera_filter filter,
    tessera_survivor *_Nonnull survivors,
    size_t capacity,
    tessera_cursor *_Nonnull cursor);

/// Writes those pairs that the rule keeps and that no earlier table has, and returns their number.
///
/// `earlier` has for each of `tables` tables a mask of its key and one of its sketch, `words` each; a table has a pair if it agrees in
/// the key and its sketches are within the limits.
typedef size_t (*tessera_confirm)(
    const uint64_t *_Nonnull queries,
    const uint64_t *_Nonnull candidates,
    size_t words,
    tessera_rule rule,
    const uint64_t *_Nonnull earlier,
    size_t tables,
    const tessera_limits *_Nonnull limits,
    const tessera_survivor *_Nonnull survivors,
    size_t count,
    tessera_match *_Nonnull found);

/// The operations on tables of one instruction set.
typedef struct tessera_hamming {
    const char *_Nonnull name;
    bool (*_Nonnull is_supported)(void);
    tessera_fill _Nonnull fill;
    tessera_probe _Nonnull probe;
    tessera_confirm _Nonnull confirm;
} tessera_hamming;

/// The number of these kernels in this build.
size_t tessera_hamming_count(void);

/// Kernel number `index`, below `tessera_hamming_count()`, the slowest first.
const tessera_hamming *_Nonnull tessera_hamming_at(size_t index);
