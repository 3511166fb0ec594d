// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Kernels for parities of majorities, one per instruction set behind one interface; all give the same bits.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /// Votes that are counted at most: seven bits.
    TESSERA_MOST_VOTES = 127,
    /// Votes that are added at a time.
    TESSERA_VOTE_STEP = 8,
    /// Bits of a threshold: 0 to 128.
    TESSERA_THRESHOLD_PLANES = 8,
    /// Bytes of a block of thresholds in each plane, and what the length of a vector is a multiple of.
    TESSERA_MAJORITY_BLOCK = 64,
};

/// Counts votes in bit slices, compares the counts with thresholds, and writes the parity of the outcomes.
///
/// A vector has `bytes` bytes and `rows` majorities. signs: `steps` * 8 votes, at most 127 and then zeros, each `rows` * `bytes` bytes with a
/// bit for each position of each majority. thresholds: for each majority and each 64 bytes of it eight planes of 64 bytes, from the least
/// bit on: 128 less the least count that wins.
///
/// About two to five operations a vote and register.
typedef void (*tessera_write_majority)(
    size_t bytes,
    size_t rows,
    const void *_Nonnull const *_Nonnull signs,
    size_t steps,
    const void *_Nonnull thresholds,
    void *_Nonnull output);

typedef struct tessera_majority {
    const char *_Nonnull name;
    /// Whether this processor has the instructions.
    bool (*_Nonnull is_supported)(void);
    tessera_write_majority _Nonnull write;
} tessera_majority;

/// The number of kernels of this build, 1 or more.
size_t tessera_majority_count(void);

/// A kernel, the slowest first; the first one runs on any processor.
const tessera_majority *_Nonnull tessera_majority_at(size_t index);
