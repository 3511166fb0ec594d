// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc

/// How an attacker compares people of the list with each other, in the hope that encodings resemble each other alike.
package enum PlaintextSimilarity: Hashable, Sendable, CustomStringConvertible {
    /// 2|a ∩ b| / (|a| + |b|): what a filter of a record's tokens preserves.
    case dice
    /// |a ∩ b| / √(|a|·|b|).
    case cosine
    /// The cosine of the sets less the mean of the list: what an encoding centred on token frequencies preserves.
    case centredCosine
    /// (1 − 2·acos(c) / π)^m of one of the cosines: what a parity of m majorities preserves, without its noise.
    case ideal(majorities: Int, isCentred: Bool)

    package var description: String {
        switch self {
        case .dice: "Dice of tokens"
        case .cosine: "cosine of tokens"
        case .centredCosine: "centred cosine of tokens"
        case .ideal(let majorities, let isCentred):
            "ideal parity of \(majorities) majorities, " + (isCentred ? "centred" : "raw")
        }
    }
}

extension TokenSets {
    /// The similarities of all people to all people.
    ///
    /// - Throws: `attack.vectors` if no kernel can be used.
    package func similarities(under measure: PlaintextSimilarity) throws(AttackError) -> Matrix {
        try similarities(of: Array(0..<count), to: Array(0..<count), under: measure)
    }

    /// The similarities of some people to some others, 0 where one of them has no tokens (nor anything uncommon).
    ///
    /// - Throws: as `similarities(under:)`.
    package func similarities(
        of rows: [Int],
        to columns: [Int],
        under measure: PlaintextSimilarity
    ) throws(AttackError) -> Matrix {
        switch measure {
        case .dice: return try members.similarities(of: rows, to: columns, under: .dice)
        case .cosine: return try cosines(of: rows, to: columns, isCentred: false)
        case .centredCosine: return try cosines(of: rows, to: columns, isCentred: true)
        case .ideal(let majorities, let isCentred):
            var matrix = try cosines(of: rows, to: columns, isCentred: isCentred)
            for index in matrix.values.indices {
                let agreement = 1 - 2 * acosf(matrix.values[index]) / .pi
                matrix.values[index] = (1..<max(majorities, 1)).reduce(agreement) { power, _ in power * agreement }
            }
            return matrix
        }
    }

    private func cosines(of rows: [Int], to columns: [Int], isCentred: Bool) throws(AttackError) -> Matrix {
        var products = try innerProducts(of: rows, to: columns, isCentred: isCentred)
        let lengths = lengths(isCentred: isCentred)
        let others = columns.map { lengths[$0] }
        var index = 0
        for row in rows {
            for other in others {
                let scale = lengths[row] * other
                products.values[index] = scale > 0 ? min(1, max(-1, products.values[index] / scale)) : 0
                index += 1
            }
        }
        return products
    }

    /// The inner products of indicator vectors, less their mean over the list if centred.
    func innerProducts(of rows: [Int], to columns: [Int], isCentred: Bool) throws(AttackError) -> Matrix {
        var products = try members.matrix(of: rows, to: columns) { common, _, _ in Float(common) }
        guard isCentred else { return products }
        let others = columns.map { Float(expected[$0]) }
        var index = 0
        for row in rows {
            let shift = Float(expectedSquare - expected[row])
            for other in others {
                products.values[index] += shift - other
                index += 1
            }
        }
        return products
    }

    /// The lengths of indicator vectors, less their mean over the list if centred.
    func lengths(isCentred: Bool) -> [Float] {
        sizes.indices.map { person in
            let square = Double(sizes[person]) - (isCentred ? 2 * expected[person] - expectedSquare : 0)
            return Float(max(0, square).squareRoot())
        }
    }
}
