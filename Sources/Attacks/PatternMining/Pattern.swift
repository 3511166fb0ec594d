// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Columns that are set together in many rows, as those of one token are.
struct Pattern {
    /// In the order in which they were found.
    var columns: [Int]
    /// The rows that have them all.
    var rows: RowSet
}

extension Columns {
    /// Looks for the longest set of columns that so many rows have together, of equally long ones that which comes
    /// nearest.
    ///
    /// A set is grown from every column that is in none yet. Exhaustive mining would find a longer one where growing is
    /// misled, at a cost without bound.
    ///
    /// - Parameters:
    ///   - rows: the number of rows that should have the whole set.
    ///   - support: the numbers of rows that may have it.
    ///   - most: the most rows that have one of its columns.
    func pattern(
        of rows: Double,
        support: ClosedRange<Double>,
        most: Double
    ) throws(AttackError) -> Pattern? {
        let counts = try matrix.counts().map(Int.init)
        let candidates = counts.indices.filter { (support.lowerBound...most).contains(Double(counts[$0])) }
        var isTaken = [Bool](repeating: false, count: count)
        /// How good a set is.
        func order(_ pattern: Pattern) -> (Int, Double) {
            (pattern.columns.count, -abs(Double(pattern.rows.count) - rows))
        }
        var best: Pattern?
        for seed in candidates where !isTaken[seed] {
            let pattern = try grown(from: seed, candidates, counts, least: support.lowerBound)
            // Two columns are often a chance; a seed of a real set would be lost.
            if pattern.columns.count > 2 { for column in pattern.columns { isTaken[column] = true } }
            guard support.contains(Double(pattern.rows.count)) else { continue }
            if best.map({ order($0) < order(pattern) }) ?? (pattern.columns.count > 1) { best = pattern }
        }
        return best
    }

    /// Adds the column that is most correlated with the rows that have the set so far, until others go with it by
    /// themselves.
    ///
    /// In filters, the columns of one token are then complete. Also ends where too few rows would be left or no
    /// correlation is more than chance, five deviations of independent columns.
    private func grown(
        from seed: Int,
        _ candidates: [Int],
        _ counts: [Int],
        least: Double
    ) throws(AttackError) -> Pattern {
        var pattern = Pattern(columns: [seed], rows: try having([seed]))
        var left = candidates.filter { $0 != seed }
        while true {
            let joint = self.counts(in: pattern.rows)
            let size = Double(pattern.rows.count)
            let implied = left.filter { Double(joint[$0]) >= Self.nearlyAll * size }
            if pattern.columns.count > 1, implied.count > 1 {
                guard implied.count > 2 * pattern.columns.count else {
                    return Pattern(columns: pattern.columns + implied, rows: try having(implied, in: pattern.rows))
                }
                // The first column or two may have nothing to do with the others.
                let rows = try having(implied)
                let joint = self.counts(in: rows)
                let columns = candidates.filter { Double(joint[$0]) >= Self.nearlyAll * Double(rows.count) }
                return Pattern(columns: columns, rows: try having(columns, in: rows))
            }
            // What is too rare together now stays so.
            left.removeAll { Double(joint[$0]) < least }
            var best: (column: Int, correlation: Double)?
            for column in left {
                let correlation = phi(joint[column], pattern.rows.count, counts[column], of: rows)
                if correlation > best?.correlation ?? (5 / Double(rows).squareRoot()) {
                    best = (column, correlation)
                }
            }
            guard let best else { return pattern }
            pattern.columns.append(best.column)
            pattern.rows = try having([best.column], in: pattern.rows)
            left.removeAll { $0 == best.column }
        }
    }

    /// The share of the rows with a set that have a column that goes with it.
    private static let nearlyAll = 0.99

    /// The correlation of two bits from how often both and each of them are set.
    private func phi(_ both: Int, _ first: Int, _ second: Int, of rows: Int) -> Double {
        let (a, b, n) = (Double(first), Double(second), Double(rows))
        let variance = a * (n - a) * b * (n - b)
        // A set of all rows has nothing to do with any column.
        return variance > 0 ? (n * Double(both) - a * b) / variance.squareRoot() : 0
    }
}
