// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// The link ids of all records.
struct LinkIDs {
    /// Of each system the person of every row.
    var people: [[UInt32]]
    /// 128 random bits a person.
    private var bits: [UInt64] = []
    private let random: RandomStream

    init(people: [[UInt32]]) throws {
        self.people = people
        random = try RandomStream()
    }

    /// How many people there are; their ids differ.
    var count: Int { bits.count / 2 }

    /// Another person.
    mutating func draw() -> UInt32 {
        bits.append(random.next())
        bits.append(random.next())
        return UInt32(count - 1)
    }

    /// A person's id: 32 hexadecimal digits.
    func id(of person: UInt32) -> String { Self.text(bits[Int(person) * 2], bits[Int(person) * 2 + 1]) }

    /// The people in the order of their ids, which says nothing.
    func inOrder() -> [UInt32] {
        (0..<UInt32(count)).sorted {
            (bits[Int($0) * 2], bits[Int($0) * 2 + 1]) < (bits[Int($1) * 2], bits[Int($1) * 2 + 1])
        }
    }

    static func text(_ high: UInt64, _ low: UInt64) -> String {
        Hex.encode(
            [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - $0 * 8)) } }
        )
    }
}

/// People as several linkages of the same records see them together.
///
/// Records in a group of any linkage are one person's, and so is what such groups share a record with. Of a system a person keeps one
/// record: that with the greatest weight of the linkages it was in, of equal ones the lowest; the others become people of their own.
struct LinkedPeople {
    private let sizes: [Int]
    private var components = RecordComponents()
    private var weights: [UInt64: Double] = [:]

    /// - Parameter sizes: records of each system.
    init(sizes: [Int]) { self.sizes = sizes }

    /// Adds a linkage: groups of records, each its system's number · 2³² + its row.
    mutating func add(_ groups: [[UInt64]], weight: Double) {
        for group in groups {
            for record in group {
                components.join(group[0], record)
                weights[record, default: 0] += weight
            }
        }
    }

    /// Draws ids.
    func ids() throws -> LinkIDs {
        let none = UInt32.max
        var ids = try LinkIDs(people: sizes.map { [UInt32](repeating: none, count: $0) })
        var components = components
        for group in components.groups {
            let person = ids.draw()
            for (system, records) in Dictionary(grouping: group, by: { Int($0 >> 32) }) {
                let kept = records.sorted { (weights[$1] ?? 0, $0) < (weights[$0] ?? 0, $1) }[0]
                ids.people[system][Int(kept & 0xFFFF_FFFF)] = person
            }
        }
        for system in ids.people.indices {
            for row in ids.people[system].indices where ids.people[system][row] == none {
                ids.people[system][row] = ids.draw()
            }
        }
        return ids
    }
}
