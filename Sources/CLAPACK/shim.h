// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cblas.h>
#include <lapacke.h>
