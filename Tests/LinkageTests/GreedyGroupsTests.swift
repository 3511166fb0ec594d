// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import TestSupport
import Testing

@Suite struct GreedyGroupsTests {
    /// What `anonlink.solving.greedy_solve` of anonlink 0.15.3 gives.
    ///
    /// Edges stand in the order of their similarity; the letter is the dataset, the digit the row. `Tests/Interop/foreign_formats.py`
    /// compares random ones.
    @Test(arguments: [
        ("A0B0 B0C0", ["A0B0"]),
        ("A0B0 B0C0 A0C0", ["A0B0C0"]),
        ("A0B0 C0D0 A0C0 A0D0 B0C0", ["A0B0", "C0D0"]),
        ("A0B0 C0D0 A0C0 A0D0 B0C0 B0D0", ["A0B0C0D0"]),
        ("A0B0 A1B0 A0C0", ["A0B0"]),
        // Two that were strongest together stay so, although all pairs of three others are there.
        ("A0B0 B0C0 C0D0 A0C0", ["A0B0", "C0D0"]),
        ("", []),
    ])
    func published(edges: String, groups: [String]) {
        var greedy = GreedyGroups()
        for edge in edges.split(separator: " ") {
            let names = [String(edge.prefix(2)), String(edge.suffix(2))].map(Self.record)
            greedy.add(names[0], names[1])
        }
        #expect(Set(greedy.groups.map { $0.map(Self.name).sorted().joined() }) == Set(groups))
    }

    /// With two datasets it is greedy matching: each record once, no pair left whose records are both free.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func twoDatasets(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var pairs: [(UInt64, UInt64)] = []
        for a in 0..<20 as Range<UInt64> {
            for b in 0..<20 as Range<UInt64> where random.next() % 4 == 0 { pairs.append((a, 1 << 32 | b)) }
        }
        pairs.shuffle(using: &random)
        var greedy = GreedyGroups()
        var taken: Set<UInt64> = []
        var expected: Set<[UInt64]> = []
        for (a, b) in pairs {
            greedy.add(a, b)
            if taken.isDisjoint(with: [a, b]) {
                taken.formUnion([a, b])
                expected.insert([a, b])
            }
        }
        #expect(Set(greedy.groups.map { $0.sorted() }) == expected)
    }

    private static func record(_ name: String) -> UInt64 {
        let bytes = Array(name.utf8)
        return UInt64(bytes[0] - UInt8(ascii: "A")) << 32 | UInt64(bytes[1] - UInt8(ascii: "0"))
    }

    private static func name(_ record: UInt64) -> String {
        String(UnicodeScalar(UInt8(record >> 32) + UInt8(ascii: "A"))) + "\(record & 0xFFFF_FFFF)"
    }
}
