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

/// A pair that a threshold keeps, by its row numbers within the two sides.
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

/// Finds every pair with 20000 * intersection >= threshold * (sum of popcounts) and a sum above 0.
///
/// `threshold` is in ten-thousandths, 1 to 10000. Returns the number of such pairs; if it is above `capacity`, only the
/// first `capacity` are in `found` and the caller repeats the call with more room. The order of the pairs is the same for
/// every kernel: by groups of 16 candidates, in a group by query, then by candidate.
typedef size_t (*tessera_matches)(
    tessera_side queries,
    tessera_side candidates,
    size_t words,
    uint32_t threshold,
    tessera_match *_Nonnull found,
    size_t capacity);

/// The operations of one instruction set.
typedef struct tessera_kernel {
    /// The name that `TESSERA_KERNEL` forces it by.
    const char *_Nonnull name;
    /// Whether this processor can run it.
    bool (*_Nonnull is_supported)(void);
    tessera_popcounts _Nonnull popcounts;
    tessera_intersections _Nonnull intersections;
    tessera_matches _Nonnull matches;
} tessera_kernel;

/// The number of kernels in this build.
size_t tessera_kernel_count(void);

/// Kernel number `index`, below `tessera_kernel_count()`, the slowest first.
const tessera_kernel *_Nonnull tessera_kernel_at(size_t index);
