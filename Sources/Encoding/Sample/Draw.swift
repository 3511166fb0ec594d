// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The records of a table with the least hashes so far: a draw at random that depends on the seed and on the records alone.
///
/// Plaintext in memory, bounded by the limit.
package struct Draw {
    package struct Person {
        fileprivate let hash: UInt64
        package let id: [UInt8]
        /// The place among the table's records, from 0.
        package let record: Int
        package let fields: [[UInt8]]
    }

    private let limit: Int
    private let seed: UInt64
    private var people: [Person] = []
    /// The record last looked at, if its hash is small enough.
    private var pending: Person?
    /// Greater hashes are not among the least any more.
    private var greatest = UInt64.max

    /// - Parameter limit: people at most, but for equal records at the end of the draw; 1 or more.
    package init(limit: Int, seed: UInt64) {
        self.limit = max(limit, 1)
        self.seed = seed
    }

    /// Looks at a record that may be taken next.
    ///
    /// - Parameters:
    ///   - identity: what is equal for equal records.
    ///   - fields: asked for only where the record may be drawn.
    package mutating func look(record: Int, id: UnsafeRawBufferPointer, identity: [UInt8], fields: () -> [[UInt8]]) {
        let hash = unsafe identity.withUnsafeBytes { unsafe ByteHash.hash($0, seed: seed) }
        pending = hash > greatest ? nil : unsafe Person(hash: hash, id: Array(id), record: record, fields: fields())
    }

    /// Takes the record that was looked at last.
    package mutating func take() {
        guard let person = pending else { return }
        people.append(person)
        if people.count >= 2 * limit + 1024 { prune() }
    }

    private mutating func prune() {
        people.sort { ($0.hash, $0.id) < ($1.hash, $1.id) }
        guard people.count > limit else { return }
        // Equal records stay together, unless there are so many of them that memory would grow with the table.
        greatest = people[limit - 1].hash
        people.removeSubrange((people.firstIndex { $0.hash > greatest } ?? people.count)...)
        people.removeLast(max(0, people.count - 2 * limit))
    }

    /// The people drawn, in the order of their hashes.
    package mutating func finish() -> [Person] {
        prune()
        return people
    }
}

private func < (left: (UInt64, [UInt8]), right: (UInt64, [UInt8])) -> Bool {
    left.0 != right.0 ? left.0 < right.0 : left.1.lexicographicallyPrecedes(right.1)
}
