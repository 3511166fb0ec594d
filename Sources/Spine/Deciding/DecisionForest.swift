// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What decisions say together: which records are one person by them, and which of these are told apart.
struct DecisionForest {
    private var parents: [RecordPlace: RecordPlace] = [:]
    /// By root, the records that its records are told apart from.
    private var strangers: [RecordPlace: Set<RecordPlace>] = [:]

    /// Takes a decision; false if it contradicts those before, and then it is not taken.
    ///
    /// - Complexity: O(log n), and of two persons that become one the decisions that tell the one with fewer of them apart.
    mutating func take(_ decision: Decision, _ first: RecordPlace, _ second: RecordPlace) -> Bool {
        var (a, b) = (root(first), root(second))
        switch decision {
        case .forbidden:
            guard a != b else { return false }
            strangers[a, default: []].insert(second)
            strangers[b, default: []].insert(first)
        case .known:
            guard a != b else { return true }
            if strangers[a, default: []].count > strangers[b, default: []].count { swap(&a, &b) }
            let fewer = strangers[a, default: []]
            guard !fewer.contains(where: { root($0) == b }) else { return false }
            parents[a] = b
            strangers[a] = nil
            if !fewer.isEmpty { strangers[b, default: []].formUnion(fewer) }
        }
        return true
    }

    private mutating func root(_ record: RecordPlace) -> RecordPlace {
        var root = record
        while let parent = parents[root] { root = parent }
        var place = record
        while let parent = parents[place] {
            parents[place] = root
            place = parent
        }
        return root
    }
}
