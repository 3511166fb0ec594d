// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What became of ids between two runs: the net of all changes of the runs after the first, up to the second.
package struct RunDifference: Sendable {
    /// Ids that are there after and were not before, ascending.
    package private(set) var created: [String] = []
    /// Ids of before that are others' after, with the one that each is now.
    package private(set) var merged: [(id: String, heir: String)] = []
    /// Ids of before without a record after.
    package private(set) var retired: [String] = []
    /// Records that joined an id of before, and those that left one.
    package private(set) var joined = 0
    package private(set) var left = 0
    package private(set) var moved = 0

    /// Adds up the changes that the ledger tells.
    package init(_ readers: [LedgerReader]) throws(SpineError) {
        var made: Set<String> = []
        var heirs: [String: String] = [:]
        var gone: Set<String> = []
        for reader in readers {
            try reader.lines { line throws(SpineError) in
                guard let change = LedgerChange(line) else { return }
                switch change.kind {
                case .created, .split: made.insert(change.id)
                case .joined: joined += 1
                case .moved: moved += 1
                case .gone, .withdrawn: left += 1
                case .merged: heirs[change.id] = change.otherID
                case .retired: gone.insert(change.id)
                case .related, .unrelated: break
                }
            }
        }
        func last(_ id: String) -> String {
            var id = id
            while let heir = heirs[id] { id = heir }
            return id
        }
        created = made.filter { heirs[$0] == nil && !gone.contains($0) }.sorted()
        merged = heirs.keys.filter { !made.contains($0) }.sorted().map { ($0, last($0)) }
        retired = gone.filter { !made.contains($0) }.sorted()
    }
}
