// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Sealing

/// Two orders of records in which partners have the same place, and nothing else can be read from them.
package struct Permutations {
    /// For each place that both have whether partners are there.
    package let mask: [Bool]
    /// For each party and row its place.
    package let places: [[UInt32]]

    /// Draws them.
    ///
    /// Partners have random places among those that both parties have; all other records have the places that are left, at random.
    package init(rows: [Int], partners: [(first: Int, second: Int)], random: RandomStream) {
        let both = rows.min() ?? 0
        var shared = (0..<UInt32(both)).map(\.self)
        Self.shuffle(&shared, random)
        var mask = [Bool](repeating: false, count: both)
        for place in shared.prefix(partners.count) { mask[Int(place)] = true }
        places = [partners.map(\.first), partners.map(\.second)].enumerated().map { party, matched in
            var rest = Array(shared.dropFirst(partners.count)) + Array(UInt32(both)..<UInt32(rows[party]))
            Self.shuffle(&rest, random)
            var places = [UInt32?](repeating: nil, count: rows[party])
            for (row, place) in zip(matched, shared) { places[row] = place }
            return places.map { place in place ?? rest.removeLast() }
        }
        self.mask = mask
    }

    /// Fisher and Yates.
    private static func shuffle(_ places: inout [UInt32], _ random: RandomStream) {
        for last in places.indices.dropFirst().reversed() { places.swapAt(last, random.next(below: last + 1)) }
    }
}
