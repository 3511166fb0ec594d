// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

#include "kernels.h"

static const tessera_kernel *const kernels[] = {
    &tessera_kernel_portable,
#if defined(__x86_64__)
    &tessera_kernel_avx2,
    &tessera_kernel_avx512,
#elif defined(__aarch64__)
    &tessera_kernel_neon,
#endif
};

size_t tessera_kernel_count(void) {
    return sizeof kernels / sizeof kernels[0];
}

const tessera_kernel *tessera_kernel_at(size_t index) {
    return kernels[index];
}
