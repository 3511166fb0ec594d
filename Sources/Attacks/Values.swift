// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The different rows of a matrix: what an attacker who counts can tell apart.
struct Values {
    /// The rows of every value, the most frequent value first; equally frequent ones in the order of their bytes.
    let rows: [[Int]]
    /// The value of every row.
    let numbers: [Int]

    init(_ matrix: FilterMatrix) {
        // The sort is stable only by the second key.
        let groups = matrix.groupsOfEqualRows().enumerated()
            .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
        var numbers = [Int](repeating: 0, count: matrix.rows)
        for (value, group) in groups.enumerated() { for row in group { numbers[row] = value } }
        rows = groups
        self.numbers = numbers
    }

    /// The number of values that at least two rows have; they come first.
    var repeated: Int { rows.count { $0.count > 1 } }
}

/// The problem of an attacker who has encodings, a list of people, and neither a key nor a known person.
struct KeylessProblem {
    let encodings: FilterMatrix
    let list: TokenSets
    /// The different token sets of the list.
    ///
    /// Who shares all tokens with somebody can't be told apart from them, and counts as found with either.
    let values: Values
    /// The value behind every encoding, nil for a person who is not in the list.
    let truth: [Int?]

    init(_ encodings: FilterMatrix, list: TokenSets, truth: [Int?]) throws(AttackError) {
        guard truth.count == encodings.rows, truth.allSatisfy({ $0.map { (0..<list.count).contains($0) } ?? true })
        else { throw .sizes("the encodings and the truth are not of the same people") }
        guard encodings.rows >= 2, list.count >= 2 else { throw .sizes("two encodings and two people are needed") }
        let values = Values(list.members)
        self.encodings = encodings
        self.list = list
        self.values = values
        self.truth = truth.map { $0.map { values.numbers[$0] } }
    }

    /// Counts an assignment of encodings to values; taking the most frequent one for all is guessing.
    func found(_ assigned: [Int?]) -> Reidentification {
        Reidentification(
            assigned,
            truth: truth,
            candidates: values.rows.count,
            chance: Double(values.rows[0].count) / Double(list.count)
        )
    }

    /// The tokens of a value.
    func tokens(of value: Int) -> [Int] { list.members.setBits(of: values.rows[value][0]) }
}

extension FilterMatrix {
    /// The positions of a row's set bits, in ascending order.
    func setBits(of row: Int) -> [Int] {
        var positions: [Int] = []
        unsafe withUnsafeRow(row) { bytes in
            for byte in bytes.indices {
                var left = unsafe bytes[byte]
                while left != 0 {
                    let bit = left.leadingZeroBitCount
                    positions.append(byte * 8 + bit)
                    left &= ~(0x80 >> UInt8(bit))
                }
            }
        }
        return positions
    }

    /// A word of a row, its first bit the most significant.
    func word(_ index: Int, of row: Int) -> UInt64 {
        unsafe withUnsafeRow(row) { UInt64(bigEndian: unsafe $0.load(fromByteOffset: index * 8, as: UInt64.self)) }
    }
}
