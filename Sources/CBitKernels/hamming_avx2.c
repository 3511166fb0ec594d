// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// BMI2: the chosen bits of a word are extracted together.
#if defined(__x86_64__)
#include "hamming_kernels.h"

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi2,popcnt"))), apply_to = function)

typedef struct extraction {
    /// The words of a row that have chosen bits, the bits, and where they go.
    uint32_t words[TESSERA_ENTRY_SKETCH_BITS];
    uint64_t masks[TESSERA_ENTRY_SKETCH_BITS];
    uint8_t shifts[TESSERA_ENTRY_SKETCH_BITS];
    size_t count;
} extraction;

typedef struct gather {
    extraction key;
    extraction sketch;
} gather;

static void prepare(extraction *chosen, const uint32_t *positions, size_t count) {
    chosen->count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t word = positions[i] / 64;
        if (chosen->count == 0 || chosen->words[chosen->count - 1] != word) {
            chosen->words[chosen->count] = word;
            chosen->masks[chosen->count] = 0;
            chosen->shifts[chosen->count] = (uint8_t)i;
            chosen->count++;
        }
        chosen->masks[chosen->count - 1] |= (uint64_t)1 << positions[i] % 64;
    }
}

static void prepare_gather(gather *chosen, tessera_places places, size_t words) {
    (void)words;
    prepare(&chosen->key, places.key, places.key_count);
    prepare(&chosen->sketch, places.sketch, places.sketch_count);
}

static uint64_t extract(const extraction *chosen, const uint64_t *row) {
    uint64_t bits = 0;
    for (size_t i = 0; i < chosen->count; i++) {
        bits |= _pext_u64(row[chosen->words[i]], chosen->masks[i]) << chosen->shifts[i];
    }
    return bits;
}

static void gather_bits(const gather *chosen, const uint64_t *row, uint32_t *key, uint64_t *sketch) {
    *key = (uint32_t)extract(&chosen->key, row);
    *sketch = extract(&chosen->sketch, row);
}

#include "hamming.h"
#pragma clang attribute pop

static bool is_supported(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

const tessera_hamming tessera_hamming_avx2 = {"avx2", is_supported, fill, probe, confirm};
#endif
