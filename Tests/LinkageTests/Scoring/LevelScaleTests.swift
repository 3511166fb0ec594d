// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

/// Levels of equal values, by how many records have them.
@Suite struct LevelScaleTests {
    /// Pairs of two files of people at the levels of one field, whose value in each row is chosen.
    private static func pairs(rows: (Int, Int), value: (_ file: Int, _ row: Int) -> String) throws -> [Double] {
        var people = GeneratedPeople(seed: 71, [0..<rows.0, rows.0..<rows.0 + rows.1])
        for file in people.files.indices {
            for row in people.files[file].indices { people.files[file][row].fields[3] = value(file, row) }
        }
        return try PreparedSearch(people).counts.all[3]
    }

    /// Values that an eighth of the records have are told from each other, as of sex; rarer ones are one level.
    @Test func commonValuesAreToldApart() throws {
        let pairs = try Self.pairs(rows: (100, 80)) { _, row in
            switch row {
            case ..<50: "female"
            case ..<75: "male"
            case ..<78: "unknown"
            default: row % 2 == 0 ? "other" : "refused"
            }
        }
        // The last level is that of values contained in others.
        let expected: [Double] = [50 * 50, 25 * 25, 3 * 3 + 11 + 11]
        let equal = Array(pairs.dropLast().suffix(3))
        #expect(equal == expected)
    }

    /// Where values are about as common as each other and none is common, equal ones are one level.
    @Test func evenValuesAreNot() throws {
        let pairs = try Self.pairs(rows: (100, 80)) { _, row in "value \(row % 20)" }
        let expected: Double = 20 * 5 * 4
        #expect(pairs[pairs.count - 2] == expected)
    }
}
