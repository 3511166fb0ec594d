// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// The kernels on tables that the files of this module define, one a file.
#pragma once

#include "HammingTables.h"

extern const tessera_hamming tessera_hamming_portable;
#if defined(__x86_64__)
extern const tessera_hamming tessera_hamming_avx2;
extern const tessera_hamming tessera_hamming_avx512;
#endif
