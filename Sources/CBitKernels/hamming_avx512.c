// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// AVX-512 with VBMI: the bytes that hold the chosen bits are brought to lanes, one a bit, and tested together.
#if defined(__x86_64__)
#include "hamming_kernels.h"

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vpopcntdq,bmi2,popcnt"))), apply_to = function)

enum { CHUNK_WORDS = 8, CHUNK_BITS = 512 };

/// For each lane the byte of its chunk and the bit of that byte.
typedef struct lanes {
    uint8_t bytes[64];
    uint8_t bits[64];
} lanes;

/// A chunk of a row that has chosen bits: the words of it that are there, and the lanes that want them.
typedef struct chunk {
    size_t word;
    uint64_t key_lanes;
    uint64_t sketch_lanes;
    __mmask8 words;
} chunk;

typedef struct gather {
    lanes key;
    lanes sketch;
    chunk chunks[TESSERA_KEY_BITS + TESSERA_ENTRY_SKETCH_BITS];
    size_t count;
} gather;

static chunk *chunk_of(gather *chosen, uint32_t position, size_t words) {
    size_t word = position / CHUNK_BITS * CHUNK_WORDS;
    for (size_t i = 0; i < chosen->count; i++) {
        if (chosen->chunks[i].word == word) {
            return &chosen->chunks[i];
        }
    }
    chunk *added = &chosen->chunks[chosen->count++];
    __mmask8 there = words - word < CHUNK_WORDS ? (__mmask8)((1u << (words - word)) - 1) : 0xFF;
    *added = (chunk){word, 0, 0, there};
    return added;
}

static void prepare_gather(gather *chosen, tessera_places places, size_t words) {
    *chosen = (gather){.count = 0};
    for (size_t i = 0; i < places.key_count; i++) {
        chosen->key.bytes[i] = (uint8_t)(places.key[i] / 8 % 64);
        chosen->key.bits[i] = (uint8_t)(1u << places.key[i] % 8);
        chunk_of(chosen, places.key[i], words)->key_lanes |= (uint64_t)1 << i;
    }
    for (size_t i = 0; i < places.sketch_count; i++) {
        chosen->sketch.bytes[i] = (uint8_t)(places.sketch[i] / 8 % 64);
        chosen->sketch.bits[i] = (uint8_t)(1u << places.sketch[i] % 8);
        chunk_of(chosen, places.sketch[i], words)->sketch_lanes |= (uint64_t)1 << i;
    }
}

static void gather_bits(const gather *chosen, const uint64_t *row, uint32_t *key, uint64_t *sketch) {
    __m512i key_places = _mm512_loadu_si512(chosen->key.bytes);
    __m512i sketch_places = _mm512_loadu_si512(chosen->sketch.bytes);
    __m512i key_bytes = _mm512_setzero_si512(), sketch_bytes = _mm512_setzero_si512();
    for (size_t i = 0; i < chosen->count; i++) {
        const chunk *part = &chosen->chunks[i];
        __m512i bytes = _mm512_maskz_loadu_epi64(part->words, row + part->word);
        key_bytes = _mm512_mask_permutexvar_epi8(key_bytes, part->key_lanes, key_places, bytes);
        sketch_bytes = _mm512_mask_permutexvar_epi8(sketch_bytes, part->sketch_lanes, sketch_places, bytes);
    }
    *key = (uint32_t)_mm512_test_epi8_mask(key_bytes, _mm512_loadu_si512(chosen->key.bits));
    *sketch = _mm512_test_epi8_mask(sketch_bytes, _mm512_loadu_si512(chosen->sketch.bits));
}

#include "hamming.h"
#pragma clang attribute pop

static bool is_supported(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vpopcntdq")
        && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

const tessera_hamming tessera_hamming_avx512 = {"avx512", is_supported, fill, probe, confirm};
#endif
