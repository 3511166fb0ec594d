// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Pairs with a similarity, best first, and the linker's own decisions where it made any.
package struct PairList: Sendable {
    /// A pair and how similar its records are; any finite scale, such as bits of weight; higher is more similar.
    package struct Entry: Sendable, Equatable {
        package let pair: RecordPair
        package let similarity: Double
        /// How probably the two are one person, 0 to 1; nil where the list does not say.
        package let probability: Double?

        package init(pair: RecordPair, similarity: Double, probability: Double? = nil) {
            self.pair = pair
            self.similarity = similarity
            self.probability = probability
        }
    }

    /// Similarity descending, equal ones by the bytes of A's id, then of B's; no pair twice.
    package let entries: [Entry]
    /// The pairs that the linker made links; nil where the list does not say.
    package let assigned: Set<RecordPair>?

    /// Sorts the entries; of a pair listed twice the higher similarity stays.
    ///
    /// O(n log n).
    package init(_ unordered: [Entry], assigned: Set<RecordPair>?, datasets: DatasetPair) {
        let ranksA = datasets.a.ranks()
        let ranksB = datasets.b.ranks()
        func place(_ pair: RecordPair) -> UInt64 {
            UInt64(ranksA[Int(pair.a)]) << 32 | UInt64(ranksB[Int(pair.b)])
        }
        let sorted = unordered.sorted {
            $0.similarity != $1.similarity ? $0.similarity > $1.similarity : place($0.pair) < place($1.pair)
        }
        var seen = Set<RecordPair>(minimumCapacity: sorted.count)
        entries = sorted.filter { seen.insert($0.pair).inserted }
        self.assigned = assigned
    }

    /// The entries left by a greedy one-to-one assignment: a walk from the top that keeps a pair if both ends are free.
    ///
    /// With one symmetric score this is stable marriage. O(n).
    package func oneToOne() -> [Entry] {
        var takenA = Set<UInt32>()
        var takenB = Set<UInt32>()
        return entries.filter { entry in
            guard !takenA.contains(entry.pair.a), !takenB.contains(entry.pair.b) else { return false }
            takenA.insert(entry.pair.a)
            takenB.insert(entry.pair.b)
            return true
        }
    }
}
