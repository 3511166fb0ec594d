// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport

extension GeneratedPeople {
    /// The vectors of a row, side by side.
    static var vectors: [ScoredVector] {
        var place = 0
        return fields.map { name, bits in
            defer { place += bits }
            return ScoredVector(name: name, bits: place..<place + bits)
        }
    }

    /// The files as datasets of these names; a record's token depends on its file and number only.
    func input(names: [String] = ["a", "b", "c", "d"], kernel: BitKernel? = nil) throws -> ScoringInput {
        let bytes = Self.fields.reduce(0) { $0 + $1.1 } / 8
        let datasets = try zip(files, filters()).enumerated().map { file, part in
            try LinkageDataset(
                name: names[file],
                tokens: tokens(file),
                filters: matrix(part.1.map { $0.flatMap(\.self) }, bytes: bytes)
            )
        }
        return try ScoringInput(LinkageInput(datasets, kernel: kernel), vectors: Self.vectors)
    }

    /// The row tokens of a file.
    func tokens(_ file: Int) -> [UInt8] {
        files[file].flatMap { record in
            var random = SplitMix64(seed: UInt64(file * 1_000_003 + record.number))
            return randomTokens(1, &random)
        }
    }

    /// The scored pairs of the first two files.
    func scored(threads: Int = 1, kernel: BitKernel? = nil) throws -> ScoredPairs {
        var linkage = try ScoredLinkage(input(kernel: kernel), control: RunControl(threads: threads))
        return try linkage.score(DatasetPair(first: 0, second: 1))
    }

    /// Whether two records of the first two files are one person.
    func isMatch(_ rowA: Int, _ rowB: Int) -> Bool { files[0][rowA].person == files[1][rowB].person }

    /// The number of pairs of two files that are one person.
    func matches(_ first: Int = 0, _ second: Int = 1) -> Int {
        let people = Dictionary(grouping: files[second], by: \.person).mapValues(\.count)
        return files[first].reduce(0) { $0 + (people[$1.person] ?? 0) }
    }
}

extension ScoredPairs {
    /// All candidate pairs.
    var all: [Pair] { (0..<count).map { pair($0) } }

    /// What the cut of the greatest expected F1 makes links, with the number of them that are right.
    func links(_ isMatch: (Int, Int) -> Bool) -> (measures: ExpectedMeasures, right: Int) {
        let curve = ProbabilityCurve((0..<count).map { Float(probability($0)) })
        let links = curve.links(.maxF1)
        let cut = curve.cut(links: links)
        let right = all.filter { $0.probability >= cut && isMatch($0.rowA, $0.rowB) }.count
        return (curve.measures(links: links), links > 0 ? right : 0)
    }

    /// Whether every number is finite and every probability one.
    var isSane: Bool {
        expectedMatches.isFinite && expectedMatches >= 0 && prior.isFinite
            && all.allSatisfy { $0.weight.isFinite && (0...1).contains($0.probability) }
    }
}

extension ComparedPairs {
    /// Pairs in any order, each with a pattern of its own: pattern n is that of the n-th pair by row.
    static func bare(_ pairs: [(a: Int, b: Int)], rows: (Int, Int)) -> ComparedPairs {
        var stretch = CandidateSearch.Stretch()
        for (number, pair) in pairs.sorted(by: { ($0.a, $0.b) < ($1.a, $1.b) }).enumerated() {
            stretch.a.append(UInt32(pair.a))
            stretch.b.append(UInt32(pair.b))
            stretch.pattern.append(UInt32(number))
            var pattern = LevelPattern()
            pattern[0] = UInt8(number % 256)
            pattern[1] = UInt8(number / 256)
            stretch.patterns.append(pattern)
        }
        return ComparedPairs([stretch], rows: rows)
    }
}

/// A search for the pairs of generated people, and what their levels are like at random.
struct PreparedSearch {
    let search: CandidateSearch
    let counts: LevelCounts

    /// Compares every vector with itself.
    ///
    /// - Parameters:
    ///   - across: vectors that are compared with one another as well.
    ///   - inside: the dataset that is searched, with what chance gives between the two; nil to search between them.
    ///   - pairsInAll: as `CandidateSearch` has it.
    init(
        _ people: GeneratedPeople,
        _ datasets: DatasetPair = DatasetPair(first: 0, second: 1),
        across: [(Int, Int)] = [],
        inside: Int? = nil,
        pairsInAll: Double = CandidateSearch.similarPairsInAll,
        threads: Int = 1,
        kernel: BitKernel? = nil
    ) throws {
        let input = try people.input(kernel: kernel)
        try self.init(input, datasets, across: across, inside: inside, pairsInAll: pairsInAll, threads: threads)
    }

    init(
        _ input: ScoringInput,
        _ datasets: DatasetPair,
        across: [(Int, Int)] = [],
        inside: Int? = nil,
        pairsInAll: Double = CandidateSearch.similarPairsInAll,
        threads: Int = 1
    ) throws {
        let values = try input.vectors.map { try VectorValues($0, of: input) }
        let random = values.map { RandomSimilarities.direct($0, of: datasets, in: input) }
        let chances = across.map { RandomSimilarities(values[$0], values[$1], of: datasets, in: input, blocks: nil) }
        let direct = values.indices.map {
            let scale = LevelScale(random[$0], values[$0], of: datasets)
            return Comparison(vectorA: $0, vectorB: $0, scale: scale, alike: random[$0].alike, across: nil)
        }
        let crossed = zip(across, chances).map { vectors, chance in
            Comparison(
                vectorA: vectors.0,
                vectorB: vectors.1,
                scale: .across(chance),
                alike: chance.alike,
                across: vectors
            )
        }
        let plan = ComparisonPlan(direct + crossed, of: datasets)
        counts = LevelCounts(plan, random: random + chances)
        var similar = SimilarValuesCache()
        search = try CandidateSearch(
            plan,
            values,
            random: random + chances,
            of: inside.map { DatasetPair(first: $0, second: $0) } ?? datasets,
            in: input,
            similar: &similar,
            pairsInAll: pairsInAll,
            control: RunControl(threads: threads)
        )
    }

    /// The pairs that the first weights choose.
    func pairs(_ choice: CandidateSearch.Choice, threads: Int = 1) throws -> ComparedPairs {
        try search.pairs(
            weighing: counts.firstWeights().bits,
            keeping: choice,
            control: RunControl(threads: threads)
        )
    }
}
