// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Linkage

/// The odds that tables of independently drawn positions have a pair, counted from the pair's bits.
struct TableOdds {
    private let search: ApproximateSearch
    private let logFactorials: [Double]

    init(_ search: ApproximateSearch) {
        self.search = search
        logFactorials = (1...search.positions.count).reduce(into: [0]) { $0.append($0[$0.count - 1] + log(Double($1))) }
    }

    /// The odds that one table's key agrees, and that its sketch passes then.
    func table(_ left: [UInt8], _ right: [UInt8]) -> (agrees: Double, passes: Double) {
        let (positions, sketch) = (search.positions.count, search.sketchBits)
        var (differing, common) = (0, 0)
        for position in search.positions {
            let bit = 1 << UInt8(position % 8) as UInt8
            let (isLeft, isRight) = (left[Int(position / 8)] & bit != 0, right[Int(position / 8)] & bit != 0)
            if isLeft != isRight { differing += 1 } else if isLeft { common += 1 }
        }
        let agrees = exp(
            logChoose(positions - differing, search.keyBits) - logChoose(positions, search.keyBits)
        )
        // Beside a key that agrees all positions in which the rows differ are left; those in which they agree are any.
        var passes = 0.0
        for differs in 0...min(sketch, differing) {
            let odds = hypergeometric(differs, drawn: sketch, marked: differing, of: positions - search.keyBits)
            guard odds > 1e-9 else { continue }
            for both in 0...min(sketch - differs, common)
            where differs <= Int(search.sketchLimits[2 * both + differs]) {
                let share = hypergeometric(
                    both,
                    drawn: sketch - differs,
                    marked: common,
                    of: positions - differing
                )
                passes += odds * share
            }
        }
        return (agrees, passes)
    }

    /// The odds that one of so many tables has a pair.
    func found(_ odds: (agrees: Double, passes: Double), tables: Int) -> Double {
        1 - pow(1 - odds.agrees * odds.passes, Double(tables))
    }

    private func hypergeometric(_ hits: Int, drawn: Int, marked: Int, of all: Int) -> Double {
        guard hits <= marked, drawn - hits <= all - marked else { return 0 }
        return exp(logChoose(marked, hits) + logChoose(all - marked, drawn - hits) - logChoose(all, drawn))
    }

    private func logChoose(_ all: Int, _ chosen: Int) -> Double {
        logFactorials[all] - logFactorials[chosen] - logFactorials[all - chosen]
    }
}
