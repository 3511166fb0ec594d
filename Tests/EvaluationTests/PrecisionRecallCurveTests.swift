// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Evaluation
import JSONText
import Reports
import TestSupport
import Testing

@Test func fixturesAreThere() { #expect(Fixture.all.count == 12) }

@Test(arguments: Fixture.all)
func measuresAgreeWithTheReference(fixture: Fixture) throws {
    let (pairs, truth, _) = try fixture.problem()
    for (name, entries) in [("manyToMany", pairs.entries), ("oneToOne", pairs.oneToOne())] {
        let curve = PrecisionRecallCurve(entries, truth: truth)
        let expected = try #require(fixture.json[name])
        let best = try #require(curve.best)
        #expect(best.threshold == expected["best"]?["threshold"]?.number)
        #expect(Int64(best.truePositives) == expected["best"]?["truePositives"]?.integer)
        #expect(Int64(best.links) == expected["best"]?["links"]?.integer)
        let average = try #require(expected["averagePrecision"]?.number)
        #expect(abs(try #require(curve.averagePrecision) - average) < 1e-12)
        let recalls = try #require(expected["recalls"]?.array).map(\.number)
        #expect(recalls == [0.95, 0.99, 0.999].map { curve.recall(atPrecision: $0) })
        for asked in try #require(expected["asked"]?.array) {
            let measures = curve.measures(atThreshold: try #require(asked["threshold"]?.number))
            #expect(Int64(measures.truePositives) == asked["truePositives"]?.integer)
            #expect(Int64(measures.truePositives + measures.falsePositives) == asked["links"]?.integer)
            #expect(measures.truePositives + measures.falseNegatives == truth.count)
        }
    }
}

/// The order of the rows, and so the numbering of the records, decides nothing.
@Test(arguments: Fixture.all)
func orderOfRowsDoesNotMatter(fixture: Fixture) throws {
    var generator = SplitMix64(seed: 11)
    let (pairs, truth, _) = try fixture.problem()
    var datasets = DatasetPair(a: "a", b: "b")
    let entries = try fixture.rows.shuffled(using: &generator).map { row in
        PairList.Entry(pair: datasets.pair(Array(row.a.utf8), Array(row.b.utf8)), similarity: row.similarity)
    }
    let shuffledTruth = try TruePairs(
        Set(fixture.truth.map { datasets.pair(Array($0.a.utf8), Array($0.b.utf8)) })
    )
    let shuffled = PairList(entries, assigned: nil, datasets: datasets)
    #expect(
        PrecisionRecallCurve(shuffled.oneToOne(), truth: shuffledTruth)
            == PrecisionRecallCurve(pairs.oneToOne(), truth: truth)
    )
    #expect(
        PrecisionRecallCurve(shuffled.entries, truth: shuffledTruth)
            == PrecisionRecallCurve(pairs.entries, truth: truth)
    )
}

/// A record has one partner, and what was left out has an end that a pair at least as similar took.
@Test(arguments: Fixture.all)
func oneToOneIsStable(fixture: Fixture) throws {
    let (pairs, _, _) = try fixture.problem()
    let kept = pairs.oneToOne()
    let a = Dictionary(grouping: kept) { $0.pair.a }
    let b = Dictionary(grouping: kept) { $0.pair.b }
    #expect(a.values.allSatisfy { $0.count == 1 } && b.values.allSatisfy { $0.count == 1 })
    let keptPairs = Set(kept.map(\.pair))
    for entry in pairs.entries where !keptPairs.contains(entry.pair) {
        let rivals = [a[entry.pair.a]?.first, b[entry.pair.b]?.first].compactMap { $0?.similarity }
        #expect(rivals.contains { $0 >= entry.similarity })
    }
}

@Test func tiesAreBrokenByBytesOfIds() {
    var datasets = DatasetPair(a: "a", b: "b")
    // Numbered against byte order; "é" in two spellings is two records.
    let entries = [("é", "y"), ("e\u{301}", "y"), ("z", "x"), ("z", "w")].map { a, b in
        PairList.Entry(pair: datasets.pair(Array(a.utf8), Array(b.utf8)), similarity: 0.5)
    }
    #expect(datasets.a.count == 3)
    let list = PairList(entries, assigned: nil, datasets: datasets)
    let kept = list.oneToOne().map { entry in
        [datasets.a.ids[Int(entry.pair.a)], datasets.b.ids[Int(entry.pair.b)]].map {
            String(decoding: $0, as: UTF8.self)
        }
    }
    #expect(
        kept.map { $0.map { Array($0.utf8) } } == [["e\u{301}", "y"], ["z", "w"]].map { $0.map { Array($0.utf8) } }
    )
}

@Test func emptyListMissesEverything() {
    let truth = TruePairs([RecordPair(a: 0, b: 0)])
    let curve = PrecisionRecallCurve([], truth: truth)
    #expect(curve.best == nil)
    #expect(curve.averagePrecision == 0)
    let measures = curve.measures(atThreshold: 0)
    #expect(measures == LinkageMeasures(truePositives: 0, falsePositives: 0, falseNegatives: 1))
    #expect(measures.precision.value == nil && measures.recall.value == 0 && measures.f1.value == 0)
    #expect(PrecisionRecallCurve([], truth: TruePairs()).averagePrecision == nil)
}
