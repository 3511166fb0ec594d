// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Insecure {
    /// An order of positions drawn with a key, each of the n! equally likely; for research only.
    ///
    /// Fisher and Yates, as Durstenfeld wrote it (Algorithm 235, Communications of the ACM 7(7), 1964): each place
    /// from the last to the second exchanges with a place up to and including itself. Without "including" only
    /// permutations of one cycle come out.
    package struct KeyedPermutation: Sendable {
        /// What each place takes: place i takes position `order[i]`.
        package let order: [Int]

        /// - Complexity: O(n), a quarter of a keyed hash a place.
        package init(count: Int, drawing stream: KeyedStream) {
            var stream = stream
            var order = Array(0..<count)
            for place in order.indices.dropFirst().reversed() { order.swapAt(place, stream.below(place + 1)) }
            self.order = order
        }

        /// The filter whose bit i is bit `order[i]` of this one.
        package func applied(to filter: [UInt8]) -> [UInt8] {
            precondition(filter.count * 8 == order.count, "a filter of another length")
            var permuted = [UInt8](repeating: 0, count: filter.count)
            for (place, position) in order.enumerated() where filter[bit: position] { permuted[bit: place] = true }
            return permuted
        }
    }
}
