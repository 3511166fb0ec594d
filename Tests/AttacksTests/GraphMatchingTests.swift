// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Faults
import Reports
import TestSupport
import Testing

@Suite struct GraphMatchingTests {
    private func graph(_ people: [[Int]], key: UInt64, bits: Int = 1024) throws -> Matrix {
        try StandInEncoder(key: key).clk(people, bits: bits, bitsPerToken: 10).similarities(under: .dice)
    }

    /// A list in one order, encodings in another.
    private func shuffled(_ count: Int, seed: UInt64) -> (people: [[Int]], truth: [Int]) {
        var random = SplitMix64(seed: seed)
        return (InventedPeople(count, seed: seed).tokens, Array(0..<count).shuffled(using: &random))
    }

    @Test func aPlainCLKFallsWithoutAnyKnownPerson() throws {
        let (people, truth) = shuffled(600, seed: 1)
        let result = try GraphMatching(seed: 3).attack(
            graph(truth.map { people[$0] }, key: 1),
            with: [GraphMatching.Graph(name: "own key", similarities: graph(people, key: 2))],
            truth: truth
        )
        #expect((result.found.share.value ?? 0) >= 0.95)
        #expect(result.found.targets == 600 && result.found.chance == 1 / 600.0)
        #expect(result.best.iterations < GraphMatching.leastIterations)
        #expect((result.best.agreement ?? 0) > 0.5)
    }

    /// 250 encodings and a list of 300, with 200 people on both.
    @Test func graphsOfDifferentSizes() throws {
        let (people, order) = shuffled(350, seed: 2)
        let encoded = order.filter { $0 < 250 }
        let truth = encoded.map { $0 >= 50 ? $0 - 50 : nil }
        for isSwapped in [false, true] {
            let (encodings, list) = (
                try graph(encoded.map { people[$0] }, key: 1), try graph(Array(people[50...]), key: 2)
            )
            let back = (0..<300).map { person in truth.firstIndex(of: person) }
            let result = try GraphMatching(seed: 4).attack(
                isSwapped ? list : encodings,
                with: [GraphMatching.Graph(name: "own key", similarities: isSwapped ? encodings : list)],
                truth: isSwapped ? back : truth
            )
            #expect(result.found.targets == 200)
            #expect(result.found.candidates == (isSwapped ? 250 : 300))
            #expect((result.found.share.value ?? 0) > 0.9)
        }
    }

    /// An attack on noise finds what guessing finds, and a void control says so.
    @Test func noiseIsNotMatched() throws {
        let (people, truth) = shuffled(150, seed: 5)
        let list = [GraphMatching.Graph(name: "own key", similarities: try graph(people, key: 2))]
        let noise = try StandInEncoder(key: 6).random(rows: 150, bits: 512).similarities(under: .hamming)
        var matching = GraphMatching(seed: 7)
        matching.edges = [.all, .above(quantile: 0.9)]
        let result = try matching.attack(noise, with: list, truth: truth)
        #expect(result.found.correct <= 6)
        #expect(result.variants.count == 3 && result.best.found.correct == result.variants.map(\.found.correct).max())
        let control = try matching.attack(graph(truth.map { people[$0] }, key: 1), with: list, truth: truth)
        #expect(!ControlledAttack(target: result, control: control).isVoid)
        #expect(ControlledAttack(target: control, control: result).isVoid)
    }

    /// Where all people are alike there is nothing to tell them by, least of all their place in the list.
    @Test func tiesDoNotFavourTheTruth() throws {
        let same = Matrix(rows: 100, columns: 100, values: [Float](repeating: 0.5, count: 10_000))
        let result = try GraphMatching(seed: 8)
            .attack(same, with: [GraphMatching.Graph(name: "flat", similarities: same)], truth: Array(0..<100))
        #expect(result.found.correct <= 6)
    }

    @Test func cancellingEndsTheAttack() throws {
        let same = Matrix(rows: 4, columns: 4)
        let error = #expect(throws: AttackError.self) {
            try GraphMatching(seed: 1).attack(
                same,
                with: [GraphMatching.Graph(name: "flat", similarities: same)],
                truth: Array(0..<4),
                control: AttackControl(isCancelled: { true })
            )
        }
        #expect(error?.kind == .cancelled && error?.exitCode == .interrupted)
    }

    @Test func inputsThatDoNotBelongTogetherAreRefused() {
        let graph = GraphMatching.Graph(name: "list", similarities: Matrix(rows: 3, columns: 3))
        for (encodings, graphs, truth) in [
            (Matrix(rows: 3, columns: 2), [graph], [0, 1, 2]),
            (Matrix(rows: 3, columns: 3), [], [0, 1, 2]),
            (Matrix(rows: 3, columns: 3), [graph], [0, 1]),
            (Matrix(rows: 3, columns: 3), [graph], [0, 1, 3]),
            (Matrix(rows: 1, columns: 1), [graph], [0]),
        ] {
            let error = #expect(throws: AttackError.self) {
                try GraphMatching(seed: 1).attack(encodings, with: graphs, truth: truth)
            }
            #expect(error?.kind == .sizes)
        }
    }
}
