// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

#include "kernels.h"

uint64_t tessera_add_chain(uint64_t count) {
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        sum += 1;
        // Keeps every addition, each waiting for the one before.
        __asm__ volatile("" : "+r"(sum));
    }
    return sum;
}
