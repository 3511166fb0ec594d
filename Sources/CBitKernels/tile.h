// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// What all kernels share: blocking, transposing, the threshold. Included once by each kernel's file, which compiles it for
// its instruction set and defines the inner loop, `add_counts`.
//
// Candidates are taken 16 at a time and transposed into a small buffer, word by word; there one load serves word w of all
// sixteen, and every query of a block runs over the buffer while it is in the first-level cache. A row longer than the
// buffer is taken in parts, whose counts add up.
#pragma once

#include "kernels.h"

#include <string.h>

enum {
    /// Candidates in a group.
    GROUP = 16,
    /// Words of each candidate in the buffer: 16 x 128 x 8 bytes = 16 KiB.
    PART = 128,
    /// Queries that run over one group before the next group is transposed.
    QUERY_BLOCK = 256,
};

/// Adds to counts[q][c] the intersections of `count` query parts (`stride` words apart) with a transposed group.
static void add_counts(
    const uint64_t *queries,
    size_t count,
    size_t stride,
    const uint64_t part[][GROUP],
    size_t words,
    uint32_t counts[][GROUP]);

static size_t lesser(size_t a, size_t b) {
    return a < b ? a : b;
}

/// Transposes words of up to 16 rows; missing rows become zero.
static void transpose(const uint64_t *rows, size_t count, size_t stride, uint64_t part[][GROUP], size_t words) {
    for (size_t w = 0; w < words; w++) {
        for (size_t c = 0; c < count; c++) {
            part[w][c] = rows[c * stride + w];
        }
        for (size_t c = count; c < GROUP; c++) {
            part[w][c] = 0;
        }
    }
}

/// Writes the intersections of at most QUERY_BLOCK queries with at most GROUP candidates.
static void count_group(
    const uint64_t *queries,
    size_t query_count,
    const uint64_t *candidates,
    size_t candidate_count,
    size_t words,
    uint32_t counts[][GROUP]) {
    _Alignas(64) uint64_t part[PART][GROUP];
    memset(counts, 0, query_count * sizeof counts[0]);
    for (size_t start = 0; start < words; start += PART) {
        size_t length = lesser(PART, words - start);
        transpose(candidates + start, candidate_count, words, part, length);
        add_counts(queries + start, query_count, words, part, length, counts);
    }
}

static void popcounts(const uint64_t *rows, size_t count, size_t words, uint32_t *result) {
    for (size_t row = 0; row < count; row++) {
        uint32_t sum = 0;
        for (size_t w = 0; w < words; w++) {
            sum += (uint32_t)__builtin_popcountll(rows[row * words + w]);
        }
        result[row] = sum;
    }
}

static void intersections(tessera_side queries, tessera_side candidates, size_t words, uint32_t *result) {
    _Alignas(64) uint32_t counts[QUERY_BLOCK][GROUP];
    for (size_t q0 = 0; q0 < queries.count; q0 += QUERY_BLOCK) {
        size_t query_count = lesser(QUERY_BLOCK, queries.count - q0);
        for (size_t c0 = 0; c0 < candidates.count; c0 += GROUP) {
            size_t candidate_count = lesser(GROUP, candidates.count - c0);
            count_group(
                queries.rows + q0 * words, query_count, candidates.rows + c0 * words, candidate_count, words, counts);
            for (size_t q = 0; q < query_count; q++) {
                memcpy(result + (q0 + q) * candidates.count + c0, counts[q], candidate_count * sizeof(uint32_t));
            }
        }
    }
}

#ifndef KEPT
#define KEPT plain_kept
/// Sets bit c where factor * counts[c] - right[c] >= left, of 16.
static uint32_t plain_kept(const uint32_t counts[GROUP], const int64_t right[GROUP], int64_t left, uint32_t factor) {
    uint32_t mask = 0;
    for (size_t c = 0; c < GROUP; c++) {
        mask |= (uint32_t)((int64_t)((uint64_t)factor * counts[c]) - right[c] >= left) << c;
    }
    return mask;
}
#endif

static size_t matches(
    tessera_side queries,
    tessera_side candidates,
    size_t words,
    tessera_rule rule,
    tessera_match *found,
    size_t capacity) {
    _Alignas(64) uint32_t counts[QUERY_BLOCK][GROUP];
    _Alignas(64) int64_t right[GROUP] = {0};
    // With H = s - 2c the rule reads 2 * scale * c - (scale - slope) * b >= (scale - slope) * a - offset.
    int64_t share = (int64_t)(rule.scale - rule.slope);
    size_t total = 0;
    for (size_t q0 = 0; q0 < queries.count; q0 += QUERY_BLOCK) {
        size_t query_count = lesser(QUERY_BLOCK, queries.count - q0);
        for (size_t c0 = 0; c0 < candidates.count; c0 += GROUP) {
            size_t candidate_count = lesser(GROUP, candidates.count - c0);
            count_group(
                queries.rows + q0 * words, query_count, candidates.rows + c0 * words, candidate_count, words, counts);
            for (size_t c = 0; c < candidate_count; c++) {
                right[c] = share * candidates.popcounts[c0 + c];
            }
            // Two empty rows are no match, whatever the rule.
            uint32_t there = (1u << candidate_count) - 1;
            uint32_t filled = 0;
            for (size_t c = 0; c < candidate_count; c++) {
                filled |= (uint32_t)(candidates.popcounts[c0 + c] != 0) << c;
            }
            for (size_t q = 0; q < query_count; q++) {
                uint32_t popcount = queries.popcounts[q0 + q];
                int64_t left = share * popcount - (int64_t)rule.offset;
                uint32_t mask = KEPT(counts[q], right, left, (uint32_t)(2 * rule.scale)) & (popcount != 0 ? there : filled);
                for (; mask != 0; mask &= mask - 1) {
                    uint32_t c = (uint32_t)__builtin_ctz(mask);
                    if (total < capacity) {
                        found[total] = (tessera_match){(uint32_t)(q0 + q), (uint32_t)c0 + c, counts[q][c]};
                    }
                    total++;
                }
            }
        }
    }
    return total;
}
