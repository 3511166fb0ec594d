// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

extension KnownPlaintextProblem {
    /// Ridge regression from bits as ±1 to tokens less their frequency in the list; nearest by the cosine to that
    /// prediction.
    ///
    /// In its dual form everything is an inner product of two encodings or of two token sets: with K those of the known
    /// encodings, predictions are k(row)·(K + λI)⁻¹·tokens of the known, and their inner product with a candidate's
    /// tokens needs the sets only through G = known · candidates.
    func ridge(_ penalties: [Float]) throws(AttackError) -> [Variant] {
        let amongKnown = try signProducts(of: known.rows, to: known.rows)
        let toKnown = try signProducts(of: rows, to: known.rows)
        var tokens = try list.innerProducts(of: people, to: known.people, isCentred: true)
        let lengths = list.lengths(isCentred: true)
        for (row, person) in people.enumerated() {
            let scale = lengths[person] > 0 ? 1 / lengths[person] : 0
            for column in known.people.indices { tokens[row, column] *= scale }
        }
        var variants: [Variant] = []
        for penalty in penalties {
            var penalised = amongKnown
            for index in known.rows.indices { penalised[index, index] += penalty }
            let scores = toKnown.timesTransposed(try penalised.solvingTransposed(tokens))
            variants.append(Variant("ridge, penalty \(penalty)", found(scores.greatestOfRows())))
        }
        return variants
    }

    /// Inner products of encodings as ±1: bits that agree less bits that differ.
    private func signProducts(of rows: [Int], to columns: [Int]) throws(AttackError) -> Matrix {
        let bits = Int32(encodings.bits)
        return try encodings.matrix(of: rows, to: columns) { common, own, other in
            Float(bits - 2 * (Int32(bitPattern: own) + Int32(bitPattern: other) - 2 * Int32(bitPattern: common)))
        }
    }
}

extension Matrix {
    /// The column of the greatest element of every row, the first of equal ones.
    fileprivate func greatestOfRows() -> [Int?] {
        (0..<rows).map { row in (0..<columns).max { self[row, $0] < self[row, $1] } }
    }
}
