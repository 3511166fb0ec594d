// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sodium.h>
#include <sys/prctl.h>

// prctl takes a variable number of arguments, and Swift calls no such function.

/// Forbids core dumps of this process, and other processes of the user to read its memory; 0 if done.
static inline int tessera_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); }

/// Whether this process may be dumped: 0 if not.
static inline int tessera_dumps_allowed(void) { return prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L); }
