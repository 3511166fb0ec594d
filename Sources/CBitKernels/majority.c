// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

#include "MajorityKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define MAJORITY_BY_WORDS(x, y, z) (((x) & (y)) | ((z) & ((x) | (y))))

// As many positions as a register of every processor holds.
#define LANE_BYTES 16
#define MAJORITY MAJORITY_BY_WORDS
#define WRITE write_portable
#include "majority.h"

static bool is_any(void) {
    return true;
}

static const tessera_majority portable = {"portable", is_any, write_portable};

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define LANE_BYTES 32
#define MAJORITY MAJORITY_BY_WORDS
#define WRITE write_avx2
#include "majority.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#define LANE_BYTES 64
#define MAJORITY(x, y, z) ((lane)_mm512_ternarylogic_epi64((__m512i)(x), (__m512i)(y), (__m512i)(z), 0xE8))
#define WRITE write_avx512
#include "majority.h"
#pragma clang attribute pop

static bool has_avx2(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2");
}

static bool has_avx512(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f");
}

static const tessera_majority avx2 = {"avx2", has_avx2, write_avx2};
static const tessera_majority avx512 = {"avx512", has_avx512, write_avx512};
#endif

static const tessera_majority *const kernels[] = {
    &portable,
#if defined(__x86_64__)
    &avx2,
    &avx512,
#endif
};

size_t tessera_majority_count(void) {
    return sizeof kernels / sizeof kernels[0];
}

const tessera_majority *tessera_majority_at(size_t index) {
    return kernels[index];
}
