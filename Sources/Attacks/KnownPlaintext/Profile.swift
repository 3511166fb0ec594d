// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

extension KnownPlaintextProblem {
    /// Profiles of similarities to the known, standardised a known person, multiplied, and assigned one to one.
    func profile(_ plaintext: PlaintextSimilarity) throws(AttackError) -> [Int?] {
        let ours = try encodings.similarities(of: rows, to: known.rows, under: measure).standardisedColumns()
        let theirs = try list.similarities(of: people, to: known.people, under: plaintext).standardisedColumns()
        var solver = LinearAssignment(rows: rows.count, columns: people.count)
        return solver.maximise(ours.timesTransposed(theirs))
    }

    /// Takes everybody for known, as far as a profile found them, and seeks them again.
    func refine(
        _ start: [Int?],
        _ plaintext: PlaintextSimilarity,
        _ edges: EdgeRule,
        iterations: Int,
        step: (Int) throws(AttackError) -> Void
    ) throws(AttackError) -> Refinement.Result {
        let (ours, theirs) = (rows + known.rows, people + known.people)
        let refinement = Refinement(
            first: try encodings.similarities(of: ours, to: ours, under: measure).normalised(edges),
            second: try list.similarities(of: theirs, to: theirs, under: plaintext).normalised(edges),
            known: known.rows.count,
            iterations: iterations
        )
        return try refinement.run(from: start, step: step)
    }
}

extension Matrix {
    /// Every column less its mean, divided by its deviation; 0 where that is nothing.
    func standardisedColumns() -> Matrix {
        var means = [Float](repeating: 0, count: columns)
        for row in 0..<rows { for column in 0..<columns { means[column] += self[row, column] } }
        for column in 0..<columns { means[column] /= Float(rows) }
        var squares = [Float](repeating: 0, count: columns)
        var standardised = self
        for row in 0..<rows {
            for column in 0..<columns {
                let deviation = self[row, column] - means[column]
                standardised[row, column] = deviation
                squares[column] += deviation * deviation
            }
        }
        let scales = squares.map { square -> Float in
            let deviation = (square / Float(rows)).squareRoot()
            return deviation > 1e-6 ? 1 / deviation : 0
        }
        for row in 0..<rows { for column in 0..<columns { standardised[row, column] *= scales[column] } }
        return standardised
    }
}
