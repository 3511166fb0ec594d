// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Projected powers: from an assignment P of one graph's nodes to another's, the one that X = A·P·B favours most,
/// again and again.
///
/// Two nodes are alike if they resemble nodes that are believed to be the same. Ends with an assignment that was there
/// before, mostly a fixed point, or when patience ends.
struct Refinement {
    /// Normalised similarities of either side.
    let first: Matrix
    let second: Matrix
    /// The last so many nodes of both sides are known to be each other, in the same order; they stay so.
    var known = 0
    /// The most rounds.
    let iterations: Int

    struct Result {
        /// For every node of the first side but the known, its node of the second.
        let assigned: [Int?]
        /// The correlation of the aligned similarities.
        let agreement: Double
        let iterations: Int
    }

    /// Refines an assignment of the nodes that are not known; 2n³ operations and an assignment a round.
    func run(from start: [Int?], step: (Int) throws(AttackError) -> Void) throws(AttackError) -> Result {
        let (rows, columns) = (first.rows - known, second.rows - known)
        let fixed = (0..<known).map { Optional(columns + $0) }
        var solver = LinearAssignment(rows: rows, columns: columns)
        var assigned = start
        var seen: Set<[Int?]> = [assigned]
        var (agreement, iteration) = (0.0, 0)
        while iteration < max(iterations, GraphMatching.leastIterations) {
            try step(iteration)
            let likeness = first.times(second.gatheringRows(assigned + fixed))
            assigned = solver.maximise(known == 0 ? likeness : likeness.corner(rows: rows, columns: columns))
            agreement = likeness.sum(along: assigned + fixed) / Double(max(1, min(first.rows, second.rows) - 1))
            iteration += 1
            if !seen.insert(assigned).inserted { break }
        }
        return Result(assigned: assigned, agreement: agreement, iterations: iteration)
    }
}

extension Matrix {
    /// The first rows and columns.
    fileprivate func corner(rows: Int, columns: Int) -> Matrix {
        let values = (0..<rows).flatMap { row in self.values[row * self.columns..<row * self.columns + columns] }
        return Matrix(rows: rows, columns: columns, values: values)
    }

    /// The sum of the elements that an assignment of rows to columns chooses.
    fileprivate func sum(along assigned: [Int?]) -> Double {
        zip(0..., assigned).reduce(0) { sum, pair in sum + (pair.1.map { Double(self[pair.0, $0]) } ?? 0) }
    }
}
