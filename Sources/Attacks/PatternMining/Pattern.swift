// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Columns that are set together in many rows, as those of one token are.
struct Pattern {
    /// In ascending order.
    let columns: [Int]
    /// The rows of the part that have them all.
    let rows: RowSet
    /// How many these are.
    let support: Int
}

extension Columns {
    /// Looks for the longest set of columns that at least `least` rows of a part have together.
    ///
    /// A maximal set is grown from every column that is in no pattern yet, by the column that is most correlated with
    /// those it has so far, for as long as there are rows enough and the correlation is no chance: five deviations of
    /// independent columns. Exhaustive mining would find a longer set where this is misled, at a cost without bound.
    ///
    /// - Parameter rows: the number of rows of the part.
    func longestPattern(in part: RowSet, rows: Int, least: Int) throws(AttackError) -> Pattern? {
        let counts = counts(in: part)
        let candidates = counts.indices.filter { counts[$0] >= max(least, 1) && counts[$0] < rows }
        var seen = [Bool](repeating: false, count: count)
        var best: Pattern?
        for seed in candidates where !seen[seed] {
            var columns = [seed]
            var set = try having(seed, in: part)
            var support = counts[seed]
            var isMember = [Bool](repeating: false, count: count)
            isMember[seed] = true
            while true {
                let joint = self.counts(in: set)
                var next: (column: Int, correlation: Double)?
                for column in candidates where !isMember[column] && joint[column] >= least {
                    let correlation = phi(joint[column], support, counts[column], of: rows)
                    if correlation > next?.correlation ?? (5 / Double(rows).squareRoot()) {
                        next = (column, correlation)
                    }
                }
                guard let next else { break }
                columns.append(next.column)
                isMember[next.column] = true
                set = try having(next.column, in: set)
                support = joint[next.column]
            }
            if columns.count > 2 { for column in columns { seen[column] = true } }
            if (columns.count, support) > (best?.columns.count ?? 1, best?.support ?? 0) {
                best = Pattern(columns: columns.sorted(), rows: set, support: support)
            }
        }
        return best
    }

    /// The correlation of two bits from how often both and each of them are set.
    private func phi(_ both: Int, _ first: Int, _ second: Int, of rows: Int) -> Double {
        let (a, b, n) = (Double(first), Double(second), Double(rows))
        let variance = a * (n - a) * b * (n - b)
        // A set of all rows has nothing to do with any column.
        return variance > 0 ? (n * Double(both) - a * b) / variance.squareRoot() : 0
    }
}
