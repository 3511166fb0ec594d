// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Plain C for any processor: one bit after the other.
#include "hamming_kernels.h"

typedef struct gather {
    tessera_places places;
} gather;

static void prepare_gather(gather *chosen, tessera_places places, size_t words) {
    (void)words;
    chosen->places = places;
}

static uint64_t pick(const uint8_t *bytes, const uint32_t *positions, size_t count) {
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits |= (uint64_t)(bytes[positions[i] / 8] >> (positions[i] % 8) & 1) << i;
    }
    return bits;
}

static void gather_bits(const gather *chosen, const uint64_t *row, uint32_t *key, uint64_t *sketch) {
    *key = (uint32_t)pick((const uint8_t *)row, chosen->places.key, chosen->places.key_count);
    *sketch = pick((const uint8_t *)row, chosen->places.sketch, chosen->places.sketch_count);
}

#include "hamming.h"

static bool is_supported(void) {
    return true;
}

const tessera_hamming tessera_hamming_portable = {"portable", is_supported, fill, probe, confirm};

static const tessera_hamming *const kernels[] = {
    &tessera_hamming_portable,
#if defined(__x86_64__)
    &tessera_hamming_avx2,
    &tessera_hamming_avx512,
#endif
};

size_t tessera_hamming_count(void) {
    return sizeof kernels / sizeof kernels[0];
}

const tessera_hamming *tessera_hamming_at(size_t index) {
    return kernels[index];
}
