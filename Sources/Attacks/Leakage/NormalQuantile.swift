// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// z with P(Z > z) = `share` for a normal Z, 0 for a half and more, by bisection.
package func normalQuantile(beyond share: Double) -> Double {
    var (low, high) = (0.0, 40.0)
    for _ in 0..<60 {
        let middle = (low + high) / 2
        if erfc(middle / 2.0.squareRoot()) / 2 > share { low = middle } else { high = middle }
    }
    return low
}
