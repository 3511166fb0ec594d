// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A count that is exact, or an estimate where counting exactly would take memory that grows with the table.
package struct Count: Sendable, Equatable, CustomStringConvertible {
    package let value: Int
    package let isExact: Bool

    package var description: String { isExact ? grouped(value) : "about \(grouped(value))" }
}

/// A count with commas, such as `1,234,567`.
func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
        text.append(digit)
    }
    return text
}
