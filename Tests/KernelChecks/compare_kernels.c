// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Every kernel of a build against counting bit by bit, on small random cases: for processors that the Swift tests don't run on, under
// emulation. `make neon-check` builds it for 64-bit ARM.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CBitKernels.h"

enum { CASES = 60, QUERIES = 41, CANDIDATES = 151, GREATEST_WORDS = 129 };

typedef struct side {
    _Alignas(64) uint64_t rows[CANDIDATES * GREATEST_WORDS];
    uint32_t popcounts[CANDIDATES];
    tessera_rank ranks[CANDIDATES];
    size_t count;
} side;

typedef struct expected {
    uint32_t counts[QUERIES * CANDIDATES];
    bool is_kept[QUERIES * CANDIDATES];
    size_t kept;
} expected;

static uint64_t state = 20261121;

static uint64_t next(void) {
    state += 0x9E3779B97F4A7C15;
    uint64_t z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

static uint32_t common(const uint64_t *a, const uint64_t *b, size_t words) {
    uint32_t sum = 0;
    for (size_t bit = 0; bit < 64 * words; bit++) {
        sum += a[bit / 64] >> bit % 64 & b[bit / 64] >> bit % 64 & 1;
    }
    return sum;
}

static int by_popcount(const void *a, const void *b) {
    const tessera_rank *x = a, *y = b;
    return (x->popcount > y->popcount) - (x->popcount < y->popcount);
}

/// Rows of every density, some near copies of the other side's.
static void fill(side *it, size_t count, size_t words, const side *other) {
    it->count = count;
    for (size_t row = 0; row < count; row++) {
        uint64_t *bits = it->rows + row * words;
        for (size_t w = 0; w < words; w++) {
            bits[w] = row % 5 == 0 ? 0 : row % 7 == 1 ? UINT64_MAX : next() & (row % 2 == 0 ? next() : UINT64_MAX);
        }
        if (other != NULL && row % 3 == 0) {
            memcpy(bits, other->rows + row % other->count * words, 8 * words);
            bits[0] ^= next() & next() & next();
        }
        it->popcounts[row] = common(bits, bits, words);
        it->ranks[row] = (tessera_rank){(uint32_t)row, it->popcounts[row]};
    }
    qsort(it->ranks, count, sizeof(tessera_rank), by_popcount);
}

static void expect(const side *left, const side *right, size_t words, tessera_rule rule, expected *result) {
    result->kept = 0;
    for (size_t q = 0; q < left->count; q++) {
        for (size_t c = 0; c < right->count; c++) {
            size_t at = q * right->count + c;
            uint64_t sum = left->popcounts[q] + right->popcounts[c];
            uint32_t both = common(left->rows + q * words, right->rows + c * words, words);
            result->counts[at] = both;
            result->is_kept[at] = sum > 0 && rule.scale * (sum - 2 * both) <= rule.slope * sum + rule.offset;
            result->kept += result->is_kept[at];
        }
    }
}

static bool are_right(const tessera_match *found, size_t count, size_t candidates, const expected *truth) {
    static bool seen[QUERIES * CANDIDATES];
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < count; i++) {
        size_t at = found[i].query * candidates + found[i].candidate;
        if (!truth->is_kept[at] || seen[at] || truth->counts[at] != found[i].intersection) {
            return false;
        }
        seen[at] = true;
    }
    return count == truth->kept;
}

/// Whether the join by sketches of random positions, some in two layers, or by whole rows finds what it should.
static bool joins(
    const tessera_kernel *kernel, const side *left, const side *right, size_t words, tessera_rule rule, uint32_t lane_bytes, bool is_whole, const expected *truth) {
    enum { PADDED = 256 };
    static _Alignas(64) uint32_t query_words[PADDED * GREATEST_WORDS * 8], query_rests[PADDED];
    static _Alignas(64) uint8_t candidate_words[PADDED * GREATEST_WORDS * 8], candidate_rests[2 * PADDED];
    static uint64_t chosen[2 * GREATEST_WORDS];
    static tessera_survivor survivors[QUERIES * PADDED * 2];
    static tessera_match found[QUERIES * PADDED * 2];
    memset(query_words, 0, sizeof query_words);
    memset(query_rests, 0, sizeof query_rests);
    memset(candidate_words, 0, sizeof candidate_words);
    memset(candidate_rests, 0, sizeof candidate_rests);
    memset(chosen, 0, sizeof chosen);
    size_t bits = 32 * (1 + next() % (2 * words));
    for (size_t placed[2] = {0, 0}, tries = 0; placed[0] < bits; tries++) {
        size_t layer = tries % 3 == 2 && placed[1] < placed[0];
        size_t bit = next() % (64 * words);
        uint64_t mask = 1ull << bit % 64;
        if (((chosen[bit / 64] | chosen[words + bit / 64]) & mask) == 0 && placed[1] + bits < 64 * words) {
            chosen[layer * words + bit / 64] |= mask;
            placed[layer]++;
        } else if (layer == 0 && ((chosen[bit / 64] | chosen[words + bit / 64]) & mask) == 0) {
            chosen[bit / 64] |= mask;
            placed[0]++;
        }
    }
    size_t second = 0;
    for (size_t w = 0; w < words; w++) {
        second += (size_t)__builtin_popcountll(chosen[words + w]);
    }
    uint32_t starts[2] = {0, (uint32_t)(next() % (bits - second + 1))};
    if (is_whole) {
        bits = 64 * words;
        memset(chosen, 0xFF, 8 * words);
        memset(chosen + words, 0, 8 * words);
    }
    tessera_form form = {lane_bytes, (uint32_t)(bits / (8 * lane_bytes)), is_whole, is_whole ? 0 : (uint32_t)(next() % 50)};
    tessera_sketches queries = {left->rows, left->ranks, left->count, query_words, query_rests};
    tessera_sketches candidates = {right->rows, right->ranks, right->count, candidate_words, candidate_rests};
    kernel->sketch(queries, words, chosen, starts, 2, form, true);
    kernel->sketch(candidates, words, chosen, starts, 2, form, false);
    size_t done = 0;
    size_t count = kernel->screen(queries, candidates, form, rule, survivors, sizeof survivors / sizeof survivors[0], &done);
    if (done != left->count) {
        return false;
    }
    return are_right(found, kernel->verify(queries, candidates, words, rule, survivors, count, found), right->count, truth);
}

static bool is_right(const tessera_kernel *kernel, size_t words, bool is_wide) {
    static side left, right;
    static expected truth;
    static uint32_t popcounts[CANDIDATES], counts[QUERIES * CANDIDATES];
    static tessera_match found[QUERIES * CANDIDATES];
    fill(&left, 1 + next() % (is_wide ? 10 : QUERIES), words, NULL);
    fill(&right, 1 + next() % (is_wide ? 20 : CANDIDATES), words, &left);
    tessera_rule rule = {10000, next() % 10000, next() % 3 == 0 ? 10000 * (next() % 64) : 0};
    expect(&left, &right, words, rule, &truth);
    kernel->popcounts(right.rows, right.count, words, popcounts);
    tessera_side queries = {left.rows, left.popcounts, left.count}, candidates = {right.rows, right.popcounts, right.count};
    kernel->intersections(queries, candidates, words, counts);
    size_t kept = kernel->matches(queries, candidates, words, rule, found, QUERIES * CANDIDATES);
    return memcmp(popcounts, right.popcounts, right.count * sizeof popcounts[0]) == 0
        && memcmp(counts, truth.counts, left.count * right.count * sizeof counts[0]) == 0
        && are_right(found, kept, right.count, &truth) && joins(kernel, &left, &right, words, rule, 1, false, &truth)
        && joins(kernel, &left, &right, words, rule, 2, false, &truth)
        && joins(kernel, &left, &right, words, rule, 2, true, &truth);
}

/// Parities of random majorities, some always or never won, counted position by position.
static bool is_majority_right(const tessera_majority *kernel) {
    enum { BYTES = 128, ROWS = 3, SIZE = BYTES * ROWS, VOTES = TESSERA_MOST_VOTES + 1 };
    static uint8_t signs[VOTES][SIZE], thresholds[SIZE * TESSERA_THRESHOLD_PLANES], output[BYTES], truth[BYTES];
    const void *rows[VOTES];
    size_t votes = next() % VOTES;
    memset(signs, 0, sizeof signs);
    memset(thresholds, 0, sizeof thresholds);
    memset(truth, 0, sizeof truth);
    for (size_t vote = 0; vote < VOTES; vote++) {
        rows[vote] = signs[vote];
        for (size_t byte = 0; byte < SIZE && vote < votes; byte++) {
            signs[vote][byte] = (uint8_t)next();
        }
    }
    for (size_t place = 0; place < 8 * SIZE; place++) {
        size_t byte = place / 8, block = byte / TESSERA_MAJORITY_BLOCK, within = byte % TESSERA_MAJORITY_BLOCK, count = 0;
        uint8_t mask = (uint8_t)(0x80 >> place % 8);
        size_t least = next() % 8 == 0 ? 128 * (next() % 2) : next() % (votes + 2);
        for (size_t vote = 0; vote < votes; vote++) {
            count += (signs[vote][byte] & mask) != 0;
        }
        truth[byte % BYTES] ^= count >= least ? mask : 0;
        for (size_t plane = 0; plane < TESSERA_THRESHOLD_PLANES; plane++) {
            size_t at = (block * TESSERA_THRESHOLD_PLANES + plane) * TESSERA_MAJORITY_BLOCK + within;
            thresholds[at] |= (128 - least) >> plane & 1 ? mask : 0;
        }
    }
    kernel->write(BYTES, ROWS, rows, (votes + TESSERA_VOTE_STEP - 1) / TESSERA_VOTE_STEP, thresholds, output);
    return memcmp(output, truth, BYTES) == 0;
}

int main(void) {
    static const size_t widths[] = {1, 2, 3, 8, 16, 17, 32, 33, 64, 128, 129};
    for (size_t k = 0; k < tessera_kernel_count(); k++) {
        const tessera_kernel *kernel = tessera_kernel_at(k);
        if (!kernel->is_supported()) {
            continue;
        }
        size_t cases = 0;
        for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
            for (size_t i = 0; i < CASES; i++, cases++) {
                if (!is_right(kernel, widths[w], widths[w] > 32)) {
                    printf("%s is wrong: case %zu of %zu bits\n", kernel->name, i, 64 * widths[w]);
                    return 1;
                }
            }
        }
        printf("kernel %s agrees %zu/%zu\n", kernel->name, cases, cases);
    }
    for (size_t k = 0; k < tessera_majority_count(); k++) {
        const tessera_majority *kernel = tessera_majority_at(k);
        if (!kernel->is_supported()) {
            continue;
        }
        for (size_t i = 0; i < CASES; i++) {
            if (!is_majority_right(kernel)) {
                printf("majorities of %s are wrong: case %zu\n", kernel->name, i);
                return 1;
            }
        }
        printf("majorities of %s agree %d/%d\n", kernel->name, CASES, CASES);
    }
    return 0;
}
