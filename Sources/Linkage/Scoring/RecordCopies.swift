// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The records of a dataset that are equal to others of it in all vectors, where these are many: a patient of forty visits, or a record made
/// for a test.
///
/// They bring nothing but their number, which grows as its square in pairs: forty of them would be most of what looks like duplicates, and
/// forty beside forty most of what looks like matches. A few of them take part in learning, and what is found of these holds for the others.
struct RecordCopies: Sendable, Equatable {
    /// By the record that stands for them, the records that take no part.
    let ofOriginal: [UInt32: [UInt32]]

    /// Equal records that take part.
    static let mostEqual = 5

    /// Finds them by the values of their rows.
    ///
    /// Those with the least tokens take part, which no order of rows changes.
    ///
    /// - Parameter persons: which records are known to be one person's; those of different persons are no copies of each other.
    /// - Complexity: O(rows × vectors).
    init(dataset: Int, _ values: [VectorValues], tokens: LinkageDataset, persons: RecordClusters?) {
        // Records of one number are equal in the vectors so far, and more than take part; 0 are all others.
        var numbers = [UInt32](repeating: 1, count: tokens.rows)
        let ofValues = values.sorted { $0.count > $1.count }.map { $0.ofRows[dataset] }
        for column in (persons.map { [$0.ofRow] } ?? []) + ofValues {
            var known: [UInt64: UInt32] = [:]
            var counts = [0]
            for row in numbers.indices where numbers[row] > 0 {
                let key = UInt64(numbers[row]) << 32 | UInt64(column[row])
                let number = known[key] ?? UInt32(counts.count)
                if number == counts.count {
                    known[key] = number
                    counts.append(0)
                }
                counts[Int(number)] += 1
                numbers[row] = number
            }
            for row in numbers.indices where counts[Int(numbers[row])] <= Self.mostEqual { numbers[row] = 0 }
        }
        var groups: [UInt32: [UInt32]] = [:]
        for (row, number) in numbers.enumerated() where number > 0 { groups[number, default: []].append(UInt32(row)) }
        var found: [UInt32: [UInt32]] = [:]
        for rows in groups.values {
            let inOrder = rows.map { (token: tokens.token(Int($0)), row: $0) }.sorted {
                ($0.token, $0.row) < ($1.token, $1.row)
            }
            found[inOrder[0].row] = inOrder.dropFirst(Self.mostEqual).map(\.row).sorted()
        }
        ofOriginal = found
    }

    /// Of these records those that stand for others and that duplicates join to another record, which are one person's then.
    func ofPersons(_ clusters: RecordClusters) -> [UInt32: [UInt32]] {
        var sizes: [UInt32: Int] = [:]
        for cluster in clusters.ofRow { sizes[cluster, default: 0] += 1 }
        return ofOriginal.filter { sizes[clusters.ofRow[Int($0.key)], default: 0] > 1 }
    }
}

extension VectorValues {
    /// The same values, which some records do not have any more.
    func leavingOut(_ copies: [RecordCopies]) -> VectorValues {
        guard copies.contains(where: { !$0.ofOriginal.isEmpty }) else { return self }
        var (rows, counts) = (ofRows, counts)
        for (dataset, copies) in copies.enumerated() {
            for row in copies.ofOriginal.values.joined() {
                counts[dataset][Int(rows[dataset][Int(row)])] -= 1
                counts[dataset][0] += 1
                rows[dataset][Int(row)] = 0
            }
        }
        return VectorValues(self, ofRows: rows, counts: counts)
    }
}

extension RecordClusters {
    /// Joins records to those that stand for them.
    func joining(_ copies: [UInt32: [UInt32]]) -> RecordClusters {
        let joined = copies.flatMap { original, rows in rows.map { (original, $0) } }
        return RecordClusters(
            rows: ofRow.count,
            duplicates: joined + ofRow.enumerated().map { (UInt32($0.offset), $0.element) }
        )
    }
}

extension ComparedPairs {
    /// Pairs that are added for one at most; of crowds on both sides that are larger, none are.
    private static let mostAdded = 1_000_000

    /// These pairs, and of records that stand for others the same with each of these; with the number of the pair that each comes from.
    ///
    /// - Complexity: O(n log n) of all pairs.
    func adding(_ copies: ([UInt32: [UInt32]], [UInt32: [UInt32]])) -> (pairs: ComparedPairs, from: [UInt32]) {
        var all = (0..<count).map { (a: a[$0], b: b[$0], from: UInt32($0)) }
        for number in 0..<count {
            let (left, right) = (copies.0[a[number]] ?? [], copies.1[b[number]] ?? [])
            guard left.count + right.count > 0, (left.count + 1) * (right.count + 1) <= Self.mostAdded else { continue }
            for a in [a[number]] + left {
                for b in [b[number]] + right where a != self.a[number] || b != self.b[number] {
                    all.append((a, b, UInt32(number)))
                }
            }
        }
        all.sort { ($0.a, $0.b) < ($1.a, $1.b) }
        var stretch = CandidateSearch.Stretch()
        stretch.a = all.map(\.a)
        stretch.b = all.map(\.b)
        stretch.pattern = all.map { pattern[Int($0.from)] }
        stretch.patterns = patterns
        stretch.reached = reached
        return (ComparedPairs([stretch], rows: rows), all.map(\.from))
    }
}
