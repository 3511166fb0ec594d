// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

/// Begins to fetch the cache line of an address that will be read soon; any address will do.
static inline void tessera_prefetch(const void *_Nonnull address) {
    __builtin_prefetch(address);
}
