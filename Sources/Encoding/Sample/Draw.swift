// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// The records with the least hashes so far.
struct Draw {
    struct Person {
        var hash: UInt64
        var id: [UInt8]
        var fields: [[UInt8]]
    }

    private let limit: Int
    private let seed: UInt64
    private let normalisers: [FieldNormaliser]
    private var people: [Person] = []
    /// The record last looked at, if its hash is small enough.
    private var pending: Person?
    /// Greater hashes are not among the least any more.
    private var greatest = UInt64.max
    private var text: [UInt8] = []
    private var identity: [UInt8] = []

    init(schema: LinkageSchema, limit: Int, seed: UInt64) {
        self.limit = max(limit, 1)
        self.seed = seed
        normalisers = schema.features.map(FieldNormaliser.init)
    }

    /// Looks at a record that may be taken next.
    mutating func look(id: UnsafeRawBufferPointer, field: (Int) -> UnsafeRawBufferPointer) {
        identity.removeAll(keepingCapacity: true)
        for index in normalisers.indices {
            if unsafe normalisers[index].normalise(field(index), into: &text) == nil { identity += text }
            // No part of UTF-8: tells where a field ends.
            identity.append(0xFF)
        }
        let hash = unsafe identity.withUnsafeBytes { unsafe ByteHash.hash($0, seed: seed) }
        guard hash <= greatest else {
            pending = nil
            return
        }
        let fields = normalisers.indices.map { unsafe Array(field($0)) }
        pending = unsafe Person(hash: hash, id: Array(id), fields: fields)
    }

    /// Takes the record that was looked at last.
    mutating func take() {
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
    mutating func finish() -> [Person] {
        prune()
        return people
    }
}

private func < (left: (UInt64, [UInt8]), right: (UInt64, [UInt8])) -> Bool {
    left.0 != right.0 ? left.0 < right.0 : left.1.lexicographicallyPrecedes(right.1)
}
