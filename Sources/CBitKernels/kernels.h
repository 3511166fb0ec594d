// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// The tables that the files of this module define, one a file.
#pragma once

#include "CBitKernels.h"

extern const tessera_kernel tessera_kernel_portable;
#if defined(__x86_64__)
extern const tessera_kernel tessera_kernel_avx2;
extern const tessera_kernel tessera_kernel_avx512;
#elif defined(__aarch64__)
extern const tessera_kernel tessera_kernel_neon;
#endif
