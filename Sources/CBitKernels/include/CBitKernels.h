// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Comparison kernels for bit vectors, one per instruction set behind one interface.
//
// A kernel is a table of functions; every kernel gives the same answers, bit for bit. Rows are contiguous: row i of
// a side starts at rows + i * words. Counts are popcounts, at most 64 * words, which must be below 2^32 / 2.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One side of a comparison: `count` rows and their popcounts.
typedef struct tessera_side {
    const uint64_t *_Nonnull rows;
    /// One a row; read by `matches` only.
    const uint32_t *_Nullable popcounts;
    size_t count;
} tessera_side;

/// A pair that a rule keeps, by its row numbers within the two sides.
typedef struct tessera_match {
    uint32_t query;
    uint32_t candidate;
    uint32_t intersection;
} tessera_match;

/// Writes the number of set bits of each of `count` rows.
typedef void (*tessera_popcounts)(
    const uint64_t *_Nonnull rows, size_t count, size_t words, uint32_t *_Nonnull popcounts);

/// Writes |query AND candidate| of every pair to `counts[query * candidates.count + candidate]`.
typedef void (*tessera_intersections)(
    tessera_side queries, tessera_side candidates, size_t words, uint32_t *_Nonnull counts);

/// Writes |query AND row| of some rows, `chosen` by their numbers, to `counts`.
typedef void (*tessera_common)(
    const uint64_t *_Nonnull query,
    const uint64_t *_Nonnull rows,
    size_t words,
    const uint32_t *_Nonnull chosen,
    size_t count,
    uint32_t *_Nonnull counts);

/// The pairs to keep, by integers: those with a sum of popcounts s above 0 and a Hamming distance H such that
/// scale * H <= slope * s + offset.
///
/// Dice >= T / 10000 is scale 10000, slope 10000 - T, offset 0; H <= d is scale 1, slope 0, offset d. No product may reach
/// 2^63, and slope is at most scale.
typedef struct tessera_rule {
    uint64_t scale;
    uint64_t slope;
    uint64_t offset;
} tessera_rule;

/// Finds every pair that the rule keeps.
///
/// Returns the number of such pairs; if it is above `capacity`, only the first `capacity` are in `found` and the caller repeats the
/// call with more room. The order of the pairs is the same for every kernel: by groups of 16 candidates, in a group by query, then
/// by candidate.
typedef size_t (*tessera_matches)(
    tessera_side queries,
    tessera_side candidates,
    size_t words,
    tessera_rule rule,
    tessera_match *_Nonnull found,
    size_t capacity);

/// A row and its number of set bits; the rows of a join stand in the order of this number.
typedef struct tessera_rank {
    uint32_t row;
    uint32_t popcount;
} tessera_rank;

enum {
    /// Queries in a tile.
    TESSERA_TILE = 8,
    /// Bytes of a group: one word of each of its candidates. Candidates are padded with zeros to an even number of groups.
    TESSERA_GROUP_BYTES = 64,
    /// The most bits of a sketch: no sum of a lower bound in 16-bit lanes reaches 2^15.
    TESSERA_SKETCH_BITS = 16384,
    /// The greatest distance that 8-bit lanes tell from greater ones.
    TESSERA_BYTE_BUDGET = 254,
};

/// How rows are cut down to sketches: some chosen bits of a row, or parities of several, in words of a lane's length; and the
/// rest, the number of set bits beyond them.
typedef struct tessera_form {
    /// 1 or 2. A sum in a lane of one byte stops at 255; one of two bytes never gets that far.
    uint32_t lane_bytes;
    /// The number of words, even.
    uint32_t words;
    /// 1: a sketch is its row, and bits are counted word by word, so that the lower bound is the distance. Two-byte lanes only.
    uint32_t is_whole;
    /// Taken off every rest. What is then below zero or above the greatest rest is cut, which never raises a lower bound.
    uint32_t rest_base;
} tessera_form;

/// Rows in the order of their ranks, cut down to sketches of one form.
///
/// As queries: word w of a tile's eight at words + (tile * count + w) * 8, each repeated to fill 32 bits, rests alike. As
/// candidates: word w of all of a group at words + (group * count + w) * 64 bytes, rests alike.
typedef struct tessera_sketches {
    const uint64_t *_Nonnull rows;
    const tessera_rank *_Nonnull ranks;
    size_t count;
    const void *_Nonnull words;
    const void *_Nonnull rests;
} tessera_sketches;

/// Writes the sketches of `count` rows, which start as zeros.
///
/// `chosen` has a mask for each word of a row, layer after layer; the bits of a layer are packed together, from bit starts[layer] of the
/// sketch on and within it, and the sketch is the exclusive or of its layers. No bit is in two layers.
typedef void (*tessera_sketch)(
    tessera_sketches sketches,
    size_t words,
    const uint64_t *_Nonnull chosen,
    const uint32_t *_Nonnull starts,
    size_t layers,
    tessera_form form,
    bool as_queries);

/// Two places in the orders of queries and candidates.
typedef struct tessera_survivor {
    uint32_t query;
    uint32_t candidate;
} tessera_survivor;

/// Finds the pairs whose distance may be within the rule, and few others.
///
/// For words a, b of the sketches, two at a time, the sum of popcount((a1 ^ b1) | (a2 ^ b2)) and the difference of the rests
/// bound the distance from below; of whole rows it is the sum of popcount(a ^ b). Takes tiles of queries as long as there is room for all their pairs, sets `done` to the
/// queries taken, and returns the number of pairs written.
typedef size_t (*tessera_screen)(
    tessera_sketches queries,
    tessera_sketches candidates,
    tessera_form form,
    tessera_rule rule,
    tessera_survivor *_Nonnull survivors,
    size_t capacity,
    size_t *_Nonnull done);

/// Writes those survivors that the rule keeps, by their row numbers, and returns their number.
typedef size_t (*tessera_verify)(
    tessera_sketches queries,
    tessera_sketches candidates,
    size_t words,
    tessera_rule rule,
    const tessera_survivor *_Nonnull survivors,
    size_t count,
    tessera_match *_Nonnull found);

/// The operations of one instruction set.
typedef struct tessera_kernel {
    /// The name that `TESSERA_KERNEL` forces it by.
    const char *_Nonnull name;
    /// Whether this processor can run it.
    bool (*_Nonnull is_supported)(void);
    tessera_popcounts _Nonnull popcounts;
    tessera_intersections _Nonnull intersections;
    tessera_common _Nonnull common;
    tessera_matches _Nonnull matches;
    tessera_sketch _Nonnull sketch;
    tessera_screen _Nonnull screen;
    tessera_verify _Nonnull verify;
    /// What verifying one survivor costs, in sketch bits of a pair screened: the exchange rate of longer sketches.
    uint32_t survivor_cost;
} tessera_kernel;

/// The number of kernels in this build.
size_t tessera_kernel_count(void);

/// Kernel number `index`, below `tessera_kernel_count()`, the slowest first.
const tessera_kernel *_Nonnull tessera_kernel_at(size_t index);

/// Adds one `count` times, one addition after the other: as many cycles, by which benchmarks tell how long a cycle is.
uint64_t tessera_add_chain(uint64_t count);

#include "HammingTables.h"
#include "MajorityKernels.h"
#include "Prefetch.h"
