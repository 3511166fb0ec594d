// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// The numbers that the page's script reads: columns of integers, one entry a threshold.
struct Payload {
    /// How the script writes a column.
    enum Format: String {
        case count
        /// Millionths of 1, shown as a percentage; below 0 where there is none.
        case share
        /// Divided by the payload's scale.
        case threshold
        /// Thousandths of a bit.
        case weight
    }

    /// What stands at 1 in a column of shares.
    static let shareUnit = 1_000_000.0

    /// Thresholds ascending, times `scale`.
    let thresholds: [Int]
    let scale: Int
    /// Digits after the point of a threshold.
    let digits: Int
    /// The row at which the page opens.
    let start: Int
    /// The other columns by name, as long as `thresholds`.
    let columns: [(name: String, values: [Int])]

    /// A share in millionths, -1 where there is none.
    static func share(_ value: Double?) -> Int {
        guard let value, value.isFinite else { return -1 }
        return Int((value * shareUnit).rounded())
    }

    /// What stands at 1 in a column of weights.
    static let weightUnit = 1_000.0

    /// A weight in thousandths of a bit.
    static func weight(_ bits: Double) -> Int { Int((Waterfall.bounded(bits) * weightUnit).rounded()) }

    var jsonValue: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("threshold", .array(thresholds.map { .integer($0) }))
        ]
        for (name, values) in columns { members.append((name, .array(values.map { .integer($0) }))) }
        return [
            "columns": .object(members), "digits": .integer(digits), "scale": .integer(scale), "start": .integer(start),
        ]
    }

    /// The element that carries the numbers.
    var script: Markup {
        Markup(
            element: "script",
            attributes: ["type": "application/json", "id": "payload"],
            content: Markup(json: jsonValue.compactText(sortedKeys: true))
        )
    }
}
