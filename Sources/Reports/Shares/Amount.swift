// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A number of things and the interval that holds it with 95 % confidence.
package struct Amount: Sendable, Equatable {
    /// At least 0; nil where it can't be told.
    package let value: Double?
    package let interval: ClosedRange<Double>

    package init(value: Double?, interval: ClosedRange<Double>) {
        self.value = value
        self.interval = interval
    }
}
