// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Disjoint sets of numbers, each known by its lowest.
package struct Forest: Sendable {
    private var parent: [UInt32]

    /// Sets of one number each, from 0.
    package init(count: Int) { parent = (0..<UInt32(count)).map(\.self) }

    /// The lowest number of a set; paths are halved on the way.
    package mutating func root(_ number: Int) -> Int {
        var number = UInt32(number)
        while parent[Int(number)] != number {
            parent[Int(number)] = parent[Int(parent[Int(number)])]
            number = parent[Int(number)]
        }
        return Int(number)
    }

    /// Joins two sets and returns the root of both.
    @discardableResult
    package mutating func join(_ first: Int, _ second: Int) -> Int {
        let (a, b) = (root(first), root(second))
        parent[max(a, b)] = UInt32(min(a, b))
        return min(a, b)
    }
}
