// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Terminal

/// What became of the rows of a table that was encoded by a schema of clkhash.
struct ClkhashCounts {
    private(set) var encoded = 0
    /// Rows without a bit; in JSON they stand as such, in a sealed file they are left out as blank.
    private(set) var blank = 0
    private(set) var rejectedByRule: [String: Int] = [:]
    private var popcounts = 0

    var rejected: Int { rejectedByRule.values.reduce(0, +) }
    var rowsIn: Int { encoded + blank + rejected }

    /// Counts an encoding; whether it has a bit.
    @discardableResult
    mutating func add(_ encoding: UnsafeRawBufferPointer) -> Bool {
        let set = unsafe encoding.reduce(0) { $0 + $1.nonzeroBitCount }
        popcounts += set
        if set > 0 { encoded += 1 } else { blank += 1 }
        return set > 0
    }

    mutating func reject(_ rule: String) { rejectedByRule[rule, default: 0] += 1 }

    func lines(output: String, isSealed: Bool) -> [String] {
        let kinds = [(encoded, "encoded"), (rejected, "rejected"), (blank, isSealed ? "blank" : "without a token")]
        let sum = kinds.map { "\(Quantities.grouped($0.0)) \($0.1)" }.joined(separator: " + ")
        return ["\(output): \(Quantities.grouped(rowsIn)) rows in = \(sum)"]
            + rejectedByRule.sorted { $0.key < $1.key }.map { "  rejected \(Quantities.grouped($0.value)): \($0.key)" }
            + (isSealed ? ["send \(output); keep \(output).rowmap"] : [])
    }

    func json(output: String) -> JSONValue {
        let mean = encoded > 0 ? Double(popcounts) / Double(encoded) : 0
        return [
            "output": .string(output), "rowsIn": .integer(rowsIn), "encoded": .integer(encoded),
            "rejected": .integer(rejected), "blank": .integer(blank),
            "rejectedByRule": .object(rejectedByRule.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }),
            "meanPopcount": .number(mean),
        ]
    }
}
