// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Evaluation
import JSONText
import Reports
import TestSupport
import Testing

/// The invented linkage of `Fixtures/groups`, which `make_groups.py` measured with numpy and scipy.
private struct Invented {
    let evaluation: LinkageEvaluation
    let expected: JSONValue

    init(_ resampling: Resampling) throws {
        let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/Fixtures/groups"
        var datasets = DatasetPair(a: "north", b: "south")
        let truth = try TruePairs(path: folder + "/truth.csv", datasets: &datasets)
        let pairs = try PairList(path: folder + "/pairs.csv", datasets: &datasets)
        let table = try GroupTable(path: folder + "/groups.csv", truth: truth, datasets: datasets)
        let plan = SubgroupPlan(table: table, resampling: resampling)
        evaluation = LinkageEvaluation(pairs: pairs, truth: truth, datasets: datasets, groups: plan)
        expected = try JSONParser.parse(try #require(read(folder + "/expected.json")))
    }
}

/// Whether two estimates are the same within a tolerance.
private func agree(_ estimate: Estimate, _ expected: JSONValue?, within tolerance: Double = 1e-12) throws -> Bool {
    let value = try #require(expected?["value"])
    let lower = try #require(expected?["lower"]?.number)
    let upper = try #require(expected?["upper"]?.number)
    let isSame = value.isNull ? estimate.value == nil : abs((estimate.value ?? .nan) - (value.number ?? 9)) < 1e-12
    return isSame && abs(estimate.interval.lowerBound - lower) < tolerance
        && abs(estimate.interval.upperBound - upper) < tolerance
}

/// Counts and Wilson's intervals exactly; resampled intervals within the error of 20,000 replicates with other draws.
@Test func groupsAgreeWithTheReference() throws {
    let invented = try Invented(Resampling(replicates: 20_000))
    let subgroups = try #require(invented.evaluation.subgroups)
    let expected = invented.expected
    #expect(subgroups.decision == "as linked")
    #expect(subgroups.ungrouped == 3 && expected["truePairsWithoutGroup"]?.integer == 3)
    let groups = try #require(expected["groups"]?.array)
    #expect(subgroups.groups.map(\.attribute) == groups.map { $0["attribute"]?.string })
    #expect(subgroups.groups.map(\.value) == groups.map { $0["value"]?.string })
    for (group, wanted) in zip([subgroups.everyone] + subgroups.groups, try [#require(expected["everyone"])] + groups) {
        #expect(Int64(group.people) == wanted["people"]?.integer)
        #expect(Int64(group.truePositives) == wanted["truePositives"]?.integer)
        #expect(Int64(group.falsePositives) == wanted["falsePositives"]?.integer)
        #expect(Int64(group.falseNegatives) == wanted["falseNegatives"]?.integer)
        guard group.isJudged else {
            #expect(wanted["recall"] == nil && group.people < 100)
            continue
        }
        #expect(try agree(group.recall, wanted["recall"]))
        #expect(try agree(group.precision, wanted["precision"]))
        #expect(try agree(group.f1, wanted["f1"], within: 0.0025))
    }
    let gaps = try #require(expected["gaps"]?.array)
    #expect(subgroups.gaps.map(\.group.value) == gaps.map { $0["value"]?.string })
    for (gap, wanted) in zip(subgroups.gaps, gaps) {
        #expect(try agree(gap.difference, wanted["difference"], within: 0.0025))
    }
    #expect(subgroups.worst?.group.name == "homeless = 1")
}

@Test func probabilitiesAgreeWithTheReference() throws {
    let invented = try Invented(Resampling(replicates: 1))
    let calibration = try #require(invented.evaluation.calibration)
    let expected = try #require(invented.expected["calibration"])
    func number(_ name: String) throws -> Double { try #require(expected[name]?.number) }
    #expect(abs(try #require(calibration.expectedPrecision) - (try number("expectedPrecision"))) < 1e-12)
    #expect(abs(calibration.expectedMatches - (try number("expectedMatches"))) < 1e-9)
    #expect(abs(calibration.brierScore - (try number("brierScore"))) < 1e-12)
    #expect(Int64(calibration.matches) == expected["matches"]?.integer)
    #expect(try agree(calibration.precision, expected["precision"]))
    let bins = try #require(expected["bins"]?.array)
    #expect(calibration.bins.count == 10 && bins.count == 10)
    for (bin, wanted) in zip(calibration.bins, bins) {
        #expect(Int64(bin.pairs) == wanted["pairs"]?.integer)
        let mean = try #require(wanted["meanProbability"]?.number)
        #expect(abs(try #require(bin.meanProbability) - mean) < 1e-12)
        #expect(try agree(bin.share, wanted["share"]))
    }
}

/// Probabilities at the ends of a bin; a list in which one pair has none is not calibrated.
@Test func binsHoldTheirLowerEnds() throws {
    var datasets = DatasetPair(a: "a", b: "b")
    let entries = [0, 0.1, 0.95, 1].enumerated().map { index, probability in
        PairList.Entry(
            pair: datasets.pair([UInt8(index)], [UInt8(index)]),
            similarity: probability,
            probability: probability
        )
    }
    let truth = TruePairs([datasets.pair([3], [3])])
    let list = PairList(entries, assigned: nil, datasets: datasets)
    let links: Set = [datasets.pair([2], [2]), datasets.pair([3], [3])]
    let calibration = try #require(Calibration(pairs: list, links: links, decision: "d", truth: truth))
    #expect(calibration.bins.map(\.pairs) == [1, 1, 0, 0, 0, 0, 0, 0, 0, 2])
    #expect(calibration.bins[2].meanProbability == nil && calibration.bins[9].share.value == 0.5)
    #expect(abs(calibration.brierScore - (0.01 + 0.95 * 0.95) / 4) < 1e-15)
    #expect(calibration.expectedPrecision == 0.975 && calibration.matches == 1)
    let mixed = PairList(
        entries + [PairList.Entry(pair: datasets.pair([9], [9]), similarity: 0)],
        assigned: nil,
        datasets: datasets
    )
    #expect(Calibration(pairs: mixed, links: links, decision: "d", truth: truth) == nil)
}

/// What JSON and text say is what was measured.
@Test func outputsCarryTheGroups() throws {
    let evaluation = try Invented(Resampling(replicates: 200)).evaluation
    let subgroups = try #require(evaluation.subgroups)
    let json = try JSONParser.parse(Array(evaluation.jsonValue().prettyText().utf8))
    let groups = try #require(json["subgroups"]?["groups"]?.array)
    #expect(groups.count == 6 && groups[0]["recall"]?.isNull == true && groups[0]["judged"]?.bool == false)
    #expect(groups[5]["recall"]?["value"]?.number == subgroups.groups[5].recall.value)
    #expect(groups[5]["f1"]?["lower"]?.number == subgroups.groups[5].f1.interval.lowerBound)
    #expect(json["subgroups"]?["worst"]?["difference"]?["value"]?.number == subgroups.worst?.difference.value)
    #expect(json["subgroups"]?["replicates"]?.integer == 200 && json["subgroups"]?["seed"]?.integer == 1)
    #expect(json["calibration"]?["bins"]?.array?.count == 10)
    let text = evaluation.textLines()
    // Counts and Wilson's intervals as `expected.json` has them.
    #expect(text.contains { $0.hasPrefix("homeless   1         153     163         0.7853 [0.7161, 0.8414]  0.9014") })
    #expect(
        text.contains("not judged, fewer than 100 people with a true pair: region = (empty) (68), region = isles (32)")
    )
    #expect(text.contains { $0.hasPrefix("homeless          1      0.7853") && $0.hasSuffix("  largest gap") })
    #expect(text.contains("3 true pairs have no group"))
    #expect(text.contains("0.2 to 0.3   21     0.2380  0.3810 [0.2075, 0.5912]"))
    #expect(text.contains("matches among the listed pairs: expected 518.6, found 525"))
}

/// People of two groups, one record each, of whom those of the first are linked more rarely.
private func drawn(
    _ seed: UInt64,
    people: Int,
    copies: Int = 1,
    isShuffled: Bool = false,
    draws: UInt64 = 1
) throws -> Subgroups {
    var generator = SplitMix64(seed: seed)
    var datasets = DatasetPair(a: "a", b: "b")
    var truth: Set<RecordPair> = []
    var links: Set<RecordPair> = []
    var rows: [String] = []
    for person in 0..<people {
        let isFirst = Int.random(in: 0..<4, using: &generator) == 0
        let isFound = Int.random(in: 0..<100, using: &generator) < (isFirst ? 75 : 92)
        let isWrong = Int.random(in: 0..<100, using: &generator) < 6
        for copy in 0..<copies {
            let name = "\(person)-\(copy)"
            let pair = datasets.pair(Array(name.utf8), Array("x\(name)".utf8))
            truth.insert(pair)
            if isFound { links.insert(pair) }
            if isWrong { links.insert(datasets.pair(Array(name.utf8), Array("y\(name)".utf8))) }
            rows.append("\(name),\(isFirst ? "first" : "second")")
        }
    }
    if isShuffled { rows.shuffle(using: &generator) }
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(("id,group\n" + rows.joined(separator: "\n") + "\n").utf8), as: "groups.csv")
    let known = TruePairs(truth)
    let table = try GroupTable(path: path, truth: known, datasets: datasets)
    let plan = SubgroupPlan(table: table, resampling: Resampling(seed: draws, replicates: 400))
    return Subgroups(links: links, decision: "d", truth: known, plan: plan)
}

private func width(_ estimate: Estimate) -> Double { estimate.interval.upperBound - estimate.interval.lowerBound }

/// The interval holds the point; four times as many of the same people halve it.
@Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
func intervalsHoldThePointAndShrink(seed: UInt64) throws {
    let few = try drawn(seed, people: 600)
    let many = try drawn(seed, people: 600, copies: 4)
    let pairs = zip([few.everyone] + few.groups, [many.everyone] + many.groups).map { ($0.f1, $1.f1) }
    let gaps = zip(few.gaps, many.gaps).map { ($0.difference, $1.difference) }
    #expect(pairs.count == 3 && gaps.count == 1)
    for (small, large) in pairs + gaps {
        let value = try #require(small.value)
        #expect(abs(try #require(large.value) - value) < 1e-12)
        #expect(small.interval.contains(value) && large.interval.contains(value))
        #expect(width(small) > 0 && (0.4...0.6).contains(width(large) / width(small)))
    }
    #expect(few.worst?.group.value == "first")
}

/// Neither the order of rows nor another run changes a digit; another seed does, but little.
@Test func resamplingIsRepeatable() throws {
    let first = try drawn(9, people: 500)
    #expect(try drawn(9, people: 500) == first)
    #expect(try drawn(9, people: 500, isShuffled: true) == first)
    let other = try drawn(9, people: 500, draws: 2)
    #expect(other.groups[0].f1 != first.groups[0].f1 && other.groups[0].recall == first.groups[0].recall)
    #expect(abs(width(other.groups[0].f1) / width(first.groups[0].f1) - 1) < 0.25)
}

/// A link counts in the groups of its record of A, whatever its record of B is.
@Test func linksCountWithTheirRecordOfA() throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "a", b: "b")
    func pair(_ a: String, _ b: String) -> RecordPair { datasets.pair(Array(a.utf8), Array(b.utf8)) }
    let truth = TruePairs([pair("1", "x"), pair("2", "y"), pair("3", "z"), pair("4", "v")])
    let links: Set<RecordPair> = [pair("1", "x"), pair("2", "z"), pair("3", "z"), pair("9", "v")]
    let path = try folder.write(Array("id,age\n1,old\n2,old\n3,young\n4,young\n9,none\n".utf8), as: "groups.csv")
    let table = try GroupTable(path: path, truth: truth, datasets: datasets)
    let plan = SubgroupPlan(table: table, leastGroup: 1, resampling: Resampling(replicates: 50))
    let subgroups = Subgroups(links: links, decision: "d", truth: truth, plan: plan)
    let counts = subgroups.groups.map { [$0.truePositives, $0.falsePositives, $0.falseNegatives, $0.people] }
    #expect(subgroups.groups.map(\.value) == ["none", "old", "young"])
    #expect(counts == [[0, 1, 0, 0], [1, 1, 1, 2], [1, 0, 1, 2]])
    #expect(subgroups.groups.map(\.isJudged) == [false, true, true])
    // Of two groups with equal recall the first is named.
    #expect(subgroups.worst?.group.value == "old" && subgroups.worst?.difference.value == 0)
}

/// Line breaks and escapes of a quoted field reach no terminal, and groups too small to judge have no gap.
@Test func textHoldsNoControlCharacters() throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "a", b: "b")
    let pairs = [datasets.pair([0x31], [0x78]), datasets.pair([0x32], [0x79])]
    let list = PairList(pairs.map { .init(pair: $0, similarity: 1) }, assigned: nil, datasets: datasets)
    let path = try folder.write(Array("id,g\n1,\"a\u{1B}[2J\nb\"\n2,c\n".utf8), as: "groups.csv")
    let table = try GroupTable(path: path, truth: TruePairs(Set(pairs)), datasets: datasets)
    for (least, isCompared) in [(1, true), (2, false)] {
        let evaluation = LinkageEvaluation(
            pairs: list,
            truth: TruePairs(Set(pairs)),
            datasets: datasets,
            groups: SubgroupPlan(table: table, leastGroup: least, resampling: Resampling(replicates: 5))
        )
        let text = evaluation.textLines()
        #expect(text.allSatisfy { line in line.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
        #expect(text.contains { $0.contains("a?[2J?b") })
        #expect(text.contains { $0.hasPrefix("lowest recall of") } == isCompared)
    }
}

/// Groups and calibration judge the links that were made; else those at the threshold; else at the best one.
@Test func judgedLinks() throws {
    let folder = try TemporaryFolder()
    let table = try folder.write(Array("id,g\n1,u\n2,u\n3,u\n".utf8), as: "groups.csv")
    func judge(_ header: String, _ threshold: Double?) throws -> Subgroups {
        let rows = ["1,x,9,1", "2,y,-5,0", "3,w,-7,1"]
        let isLinked = header.hasSuffix("assigned")
        let text = ([header] + rows.map { isLinked ? $0 : String($0.dropLast(2)) }).joined(separator: "\n") + "\n"
        var datasets = DatasetPair(a: "a", b: "b")
        let truth = TruePairs([datasets.pair([0x31], [0x78]), datasets.pair([0x32], [0x79])])
        let pairs = try PairList(path: folder.write(Array(text.utf8), as: "pairs.csv"), datasets: &datasets)
        let groups = try GroupTable(path: table, truth: truth, datasets: datasets)
        return try #require(
            LinkageEvaluation(
                pairs: pairs,
                truth: truth,
                datasets: datasets,
                threshold: threshold,
                groups: SubgroupPlan(table: groups, resampling: Resampling(replicates: 1))
            ).subgroups
        )
    }
    for (header, threshold, decision, counts) in [
        ("id_a,id_b,weight,assigned", -100.0, "as linked", [1, 1, 1]),
        ("id_a,id_b,weight", 0, "one-to-one at threshold", [1, 0, 1]),
        ("id_a,id_b,weight", nil, "one-to-one best", [2, 0, 0]),
    ] as [(String, Double?, String, [Int])] {
        let judged = try judge(header, threshold)
        #expect(judged.decision == decision)
        let all = judged.everyone
        #expect([all.truePositives, all.falsePositives, all.falseNegatives] == counts)
    }
}
