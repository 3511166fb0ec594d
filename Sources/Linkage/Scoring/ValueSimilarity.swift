// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How similar two values are, and whether one is contained in the other.
package struct ValueSimilarity: Sendable {
    /// Rounded down; `one` for equal values only, as far as can be told.
    package let tenThousandths: Int
    /// Said only of values that are less similar than `alike`.
    package let isContained: Bool
    /// Whether the first value is the smaller one, and so the one that is contained.
    package let isFirstSmaller: Bool

    package static let one = 10_000
    /// The similarity, in ten-thousandths, from which on containment says nothing more.
    package static let alike = 9_200

    package init(tenThousandths: Int, isContained: Bool, isFirstSmaller: Bool = false) {
        self.tenThousandths = tenThousandths
        self.isContained = isContained
        self.isFirstSmaller = isFirstSmaller
    }
}
