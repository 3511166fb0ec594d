// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Evaluation
import JSONText
import Reports
import Testing

/// Four true pairs, three of them listed; the linker took two links, one of them wrong.
private func example() -> LinkageEvaluation {
    var datasets = DatasetPair(a: "north", b: "south")
    func pair(_ a: String, _ b: String) -> RecordPair { datasets.pair(Array(a.utf8), Array(b.utf8)) }
    let truth = TruePairs([pair("1", "x"), pair("2", "y"), pair("3", "z"), pair("4", "v")])
    let entries = [
        ("1", "x", 0.9), ("2", "y", 0.8), ("2", "x", 0.8), ("3", "z", 0.6), ("1", "z", 0.7),
    ].map { a, b, similarity in PairList.Entry(pair: pair(a, b), similarity: similarity) }
    let assigned: Set = [pair("1", "x"), pair("2", "x")]
    let pairs = PairList(entries, assigned: assigned, datasets: datasets)
    return LinkageEvaluation(pairs: pairs, truth: truth, datasets: datasets, threshold: 0.75)
}

@Test func decisionsOfAnExample() throws {
    let decisions = example().decisions
    #expect(
        decisions.map(\.name) == [
            "as linked", "many-to-many best", "many-to-many at threshold", "one-to-one best", "one-to-one at threshold",
        ]
    )
    // Many to many: F1 2/5 at 0.9, 4/7 at 0.8, 4/8 at 0.7, 6/9 at 0.6. One to one: 2/5, 4/6, 6/7.
    #expect(decisions.map(\.threshold) == [nil, 0.6, 0.75, 0.6, 0.75])
    #expect(
        decisions.map(\.measures) == [
            LinkageMeasures(truePositives: 1, falsePositives: 1, falseNegatives: 3),
            LinkageMeasures(truePositives: 3, falsePositives: 2, falseNegatives: 1),
            LinkageMeasures(truePositives: 2, falsePositives: 1, falseNegatives: 2),
            LinkageMeasures(truePositives: 3, falsePositives: 0, falseNegatives: 1),
            LinkageMeasures(truePositives: 2, falsePositives: 0, falseNegatives: 2),
        ]
    )
}

@Test func jsonHoldsTheSameNumbers() throws {
    let evaluation = example()
    let text = evaluation.jsonValue().prettyText()
    let json = try JSONParser.parse(Array(text.utf8))
    #expect(json == evaluation.jsonValue())
    #expect(json["truePairs"]?.integer == 4 && json["truePairsListed"]?.integer == 3)
    let decision = try #require(json["decisions"]?.array?[3])
    #expect(decision["name"]?.string == "one-to-one best")
    #expect(decision["precision"]?["value"]?.number == 1)
    #expect(decision["recall"]?["value"]?.number == 0.75)
    #expect(decision["f1"]?["value"]?.number == 6.0 / 7)
    #expect(json["curves"]?.array?[1]["averagePrecision"]?.number == 0.75)
    #expect(json["curves"]?.array?[1]["recallAtPrecision"]?["0.99"]?.number == 0.75)
}

/// The intervals were computed by the same formulas in Python.
@Test func textTellsEverything() {
    let expected = """
        4 true pairs of north and south, 3 of them listed
        decision                   threshold  precision               recall                  F1                      true       false      missed
        as linked                  -          0.5000 [0.0945, 0.9055]  0.2500 [0.0456, 0.6994]  0.3333 [0.0699, 0.7688]  1          1          3
        many-to-many best          0.600000   0.6000 [0.2307, 0.8824]  0.7500 [0.3006, 0.9544]  0.6667 [0.3160, 0.8965]  3          2          1
        many-to-many at threshold  0.750000   0.6667 [0.2077, 0.9385]  0.5000 [0.1500, 0.8500]  0.5714 [0.2105, 0.8696]  2          1          2
        one-to-one best            0.600000   1.0000 [0.4385, 1.0000]  0.7500 [0.3006, 0.9544]  0.8571 [0.4623, 0.9767]  3          0          1
        one-to-one at threshold    0.750000   1.0000 [0.3424, 1.0000]  0.5000 [0.1500, 0.8500]  0.6667 [0.2609, 0.9189]  2          0          2
        many-to-many: average precision 0.5667, recall at precision 0.95 0.2500, recall at precision 0.99 0.2500, recall at precision 0.999 0.2500
        one-to-one: average precision 0.7500, recall at precision 0.95 0.7500, recall at precision 0.99 0.7500, recall at precision 0.999 0.7500
        """
    #expect(example().textLines().joined(separator: "\n") == expected)
}

@Test func crosswalkEvaluationHasOneDecision() {
    var datasets = DatasetPair(a: "north", b: "south")
    let pair = datasets.pair([0x31], [0x78])
    let evaluation = LinkageEvaluation(links: [pair], truth: TruePairs([pair]), datasets: datasets)
    #expect(evaluation.decisions.map(\.measures.truePositives) == [1])
    #expect(evaluation.jsonValue()["truePairsListed"]?.isNull == true)
    #expect(evaluation.textLines().first == "1 true pairs of north and south")
}

@Test func reportCarriesTheEvaluation() {
    let evaluation = example()
    let report = evaluation.report(title: "t", created: "2026-01-01T00:00:00Z", tool: "tessera 0.1.0")
    #expect(report.truePairs == 4 && report.truePairsListed == 3)
    #expect(report.decisions.map(\.f1) == evaluation.decisions.map(\.measures.f1))
    #expect(report.curves.map(\.bestThreshold) == [0.6, 0.6])
    #expect(report.curves[0].points.map(\.links) == [1, 3, 4, 5])
    #expect(report.curves[1].recalls.map(\.recall) == [0.75, 0.75, 0.75])
}
