// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// The reference: plain C for any processor.
#include "tile.h"

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

static bool is_supported(void) {
    return true;
}

const tessera_kernel tessera_kernel_portable = {"portable", is_supported, popcounts, intersections, matches};
