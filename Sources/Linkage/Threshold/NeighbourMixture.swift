// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Partners and strangers told apart by the best and second-best similarities of records.
///
/// A record with a partner shows it as its best and its nearest stranger as its second-best; a record without one shows
/// its two nearest strangers. With f(t) the share of records that have no stranger at t or above, x(t) the share that have their partner there,
/// N(t) and S(t) the shares whose best and second-best are there, and strangers that come independently of each other (so that
/// exactly one is there for −f·ln f of the records):
///
///     1 − N = (1 − x)·f                   neither partner nor stranger
///     1 − S = f − (1 − x)·f·ln f          at most one of them
///
/// Two equations for the two unknowns, at every t by itself. Putting the first into the second leaves f − (1 − N)·ln f = 1 − S.
struct NeighbourMixture {
    /// Element t is the share of records whose best is at least t ten-thousandths: N; element 0 is 1.
    let best: [Double]
    /// The same of the second-bests: S.
    let second: [Double]
    /// The share of records linked to their partner at t: x, at most `partnerShare`.
    let linked: [Double]
    /// Element t is the share of records to be linked at t, rightly or not.
    ///
    /// A record whose partner is not at t but a stranger is loses that stranger, when the stranger's own partner has it.
    let links: [Double]
    /// Whether the similarities say anything about t: at most half of the records have a stranger there.
    let isTold: [Bool]
    /// π: the greatest x that is told.
    let partnerShare: Double

    /// Reads the shares off similarities in ten-thousandths.
    ///
    /// - Parameters:
    ///   - neighbours: one a record of the smaller dataset.
    ///   - sizeRatio: the smaller dataset's size as a share of the larger's, so that π times it is the share of strangers
    ///     that have a partner.
    init(_ neighbours: [NearestTwo.Neighbours], sizeRatio: Double) {
        let best = Self.shares(neighbours.map(\.best))
        let second = Self.shares(neighbours.map(\.second))
        var previous = (best: -1.0, second: -1.0, linked: 0.0, isTold: false)
        var told: [(linked: Double, isTold: Bool)] = []
        for (best, second) in zip(best, second) {
            if best != previous.best || second != previous.second {
                let strangerless = Self.strangerless(best: best, second: second)
                let linked = strangerless > 0 ? 1 - (1 - best) / strangerless : 0
                // Where most records have a stranger, little is told of partners.
                previous = (best, second, max(0, linked), strangerless >= 0.5)
            }
            told.append((previous.linked, previous.isTold))
        }
        let share = told.reduce(0) { $1.isTold ? max($0, $1.linked) : $0 }
        self.best = best
        self.second = second
        partnerShare = share
        let linked = told.map { $0.isTold ? min($0.linked, share) : share }
        self.linked = linked
        isTold = told.map(\.isTold)
        links = zip(best, linked).map { $1 + ($0 - $1) * (1 - sizeRatio * $1) }
    }

    /// The share of links at `t` to expect to be true: x of L; 1 where nothing is linked.
    func precision(_ t: Int) -> Double { links[t] > 0 ? min(1, linked[t] / links[t]) : 1 }

    /// The share of partners to expect to be linked at `t`: x of π.
    func recall(_ t: Int) -> Double { partnerShare > 0 ? linked[t] / partnerShare : 0 }

    /// The F1 to expect of threshold `t`: true links are x, partners π.
    func f1(_ t: Int) -> Double {
        let sum = links[t] + partnerShare
        // Rounded, so that the last bits of a logarithm do not choose between equals.
        return sum > 0 ? (2e9 * linked[t] / sum).rounded() / 1e9 : 0
    }

    private static func shares(_ values: [Int]) -> [Double] {
        var counts = [Int](repeating: 0, count: 10_001)
        for value in values { counts[value] += 1 }
        var left = values.count
        return counts.map { count in
            defer { left -= count }
            return Double(left) / Double(max(1, values.count))
        }
    }

    /// Solves f − (1 − N)·ln f = 1 − S for f between 1 − N and 1.
    ///
    /// The left side grows with f and is convex, so Newton's method falls onto the solution from 1. If even f = 1 − N, that is no
    /// partner at all, leaves more than 1 − S, then second-bests are dearer than independence allows, and f = 1 − N stands.
    private static func strangerless(best: Double, second: Double) -> Double {
        let none = 1 - best
        guard none > 0 else { return 1 - second }
        guard none - none * log(none) < 1 - second else { return none }
        var f = 1.0
        for _ in 0..<64 {
            let step = (f - none * log(f) - (1 - second)) / (1 - none / f)
            guard step > 1e-13, f - step > none else { break }
            f -= step
        }
        return f
    }
}
