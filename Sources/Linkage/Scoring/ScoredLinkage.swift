// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc

/// Links datasets by match weights that are learnt from the encodings alone (`Specs/linkage.md` §10).
///
/// For each pair of datasets: candidate pairs by passes; classes of non-matches and duplicates from pairs inside each dataset;
/// weights by expectation and maximisation with a posterior that knows that a person has at most one partner; and all of it once more with
/// what was learnt. No truth takes part, and no threshold is given.
package struct ScoredLinkage {
    package let input: ScoringInput
    /// The values of all records.
    let allValues: [VectorValues]
    /// For each dataset the copies of records that are left out of what is compared.
    private let copies: [RecordCopies]
    /// The values that are compared.
    private let values: [VectorValues]
    private var similar = SimilarValuesCache()
    private let control: RunControl
    private let onStage: (Stage) -> Void

    /// What is being done, for those who wait.
    package enum Stage: Sendable, Equatable {
        case comparing(DatasetPair)
        case learning(DatasetPair)
        case within(dataset: Int)
    }

    /// Candidate pairs that stay, a record of the larger dataset.
    private static let pairsPerRecord = 15.0
    /// Bits below the odds of any two records being a match, from which on pairs inside a dataset are looked at.
    private static let insideMargin = 10.0
    /// How many times as often as matches duplicates may differ, in each round of learning: what matches are taken to be like before
    /// anything is learnt, is generous.
    private static let tolerances = [1.0, 2.0]

    /// Gathers the values of all vectors.
    ///
    /// - Parameter onStage: told what begins.
    /// - Throws: `linkage.vectors` for lack of memory.
    package init(
        _ input: ScoringInput,
        control: RunControl,
        onStage: @escaping (Stage) -> Void = { _ in }
    ) throws(LinkageError) {
        self.input = input
        self.control = control
        self.onStage = onStage
        let values = try input.vectors.map { vector throws(LinkageError) in try VectorValues(vector, of: input) }
        let copies = input.datasets.enumerated().map { number, dataset in
            RecordCopies(dataset: number, values, tokens: dataset, persons: input.persons[number])
        }
        allValues = values
        self.copies = copies
        self.values = values.map { $0.leavingOut(copies) }
    }

    /// Learns what matches of two datasets are like, and how likely each candidate pair is one.
    ///
    /// - Complexity: O(pairs that the passes reach × comparisons), and a join of the values of each vector.
    /// - Throws: `linkage.cancelled`, `linkage.vectors` for lack of memory.
    package mutating func score(_ datasets: DatasetPair) throws(LinkageError) -> ScoredPairs {
        onStage(.comparing(datasets))
        let (plan, random) = try plan(datasets)
        let counts = LevelCounts(plan, random: random)
        let search = try search(plan, random, datasets)
        let rows = (input.datasets[datasets.first].rows, input.datasets[datasets.second].rows)
        let all = Double(rows.0) * Double(rows.1)

        let first = counts.firstWeights()
        var pairs = try search.pairs(weighing: first.bits, keeping: kept, control: control)
        // What relatives and duplicates are like is learnt from the same pairs in every round: chosen by weights that were learnt,
        // they would confirm what chose them.
        var inside: [InsidePairs] = []
        let floor = Self.floor(rows)
        for dataset in [datasets.first, datasets.second] {
            onStage(.within(dataset: dataset))
            let search = try self.search(plan, random, DatasetPair(first: dataset, second: dataset))
            inside.append(
                InsidePairs(
                    try search.pairs(weighing: first.bits, keeping: .above(floor), control: control),
                    persons: input.persons[dataset]
                )
            )
        }
        var model: MatchModel
        var clusters: (RecordClusters, RecordClusters)?
        if plan.count == 1 {
            (model, clusters) = try learn(counts, pairs, inside, random[0], datasets)
        } else {
            model = WeightEstimation(counts: counts, pairs: pairs)
                .fit(from: first, classes: NonMatchClasses(all: all), iterations: 0)
            for (round, tolerance) in Self.tolerances.enumerated() {
                onStage(.learning(datasets))
                let classes = try NonMatchClasses(
                    inside: inside.map(\.patterns),
                    plan: plan,
                    matches: model.weights,
                    tolerance: tolerance,
                    matchShare: model.expected / max(1, all),
                    all: all,
                    control: control
                )
                clusters = persons(inside, classes, datasets)
                if round > 0 {
                    pairs = try search.pairs(weighing: model.weights.bits, keeping: kept, control: control)
                }
                let copies = Self.copies(inside, classes)
                model = WeightEstimation(counts: counts, pairs: pairs, copies: copies).fit(
                    from: model.weights,
                    classes: classes,
                    clusters: clusters,
                    share: model.share
                )
            }
            model = WeightEstimation(counts: counts, pairs: pairs, copies: Self.copies(inside, model.classes))
                .withKinds(model, clusters: clusters)
        }
        if let found = clusters {
            let copies = (
                copies[datasets.first].ofPersons(found.0), copies[datasets.second].ofPersons(found.1)
            )
            if !copies.0.isEmpty || !copies.1.isEmpty {
                clusters = (found.0.joining(copies.0), found.1.joining(copies.1))
                let added = pairs.adding(copies)
                pairs = added.pairs
                model = model.repeating(added.from)
            }
        }
        return ScoredPairs(
            datasets: datasets,
            input: input,
            plan: plan,
            search: search,
            pairs: pairs,
            model: model,
            clusters: clusters,
            inside: inside
        )
    }

    /// The weight from which on pairs inside datasets are looked at.
    private static func floor(_ rows: (Int, Int)) -> Double { log2(Double(max(rows.0, rows.1))) - insideMargin }

    /// The clusters of duplicates of both datasets; nil if no record has one.
    private func persons(
        _ inside: [InsidePairs],
        _ classes: NonMatchClasses,
        _ datasets: DatasetPair
    ) -> (RecordClusters, RecordClusters)? {
        let learnt = zip(inside, classes.duplicateShares).map { $0.clusters(duplicateShares: $1) }
        let found = zip(learnt, [datasets.first, datasets.second]).map { input.persons[$1] ?? $0 }
        return found.allSatisfy(\.isTrivial) ? nil : (found[0], found[1])
    }

    /// How many further records of its person a record of each dataset has.
    private static func copies(_ inside: [InsidePairs], _ classes: NonMatchClasses) -> (Double, Double) {
        let found = zip(inside, classes.duplicateShares).map { $0.copies(duplicateShares: $1) }
        return (found[0], found[1])
    }

    /// Learns what matches are like where a record is one vector.
    private func learn(
        _ counts: LevelCounts,
        _ pairs: ComparedPairs,
        _ inside: [InsidePairs],
        _ random: RandomSimilarities,
        _ datasets: DatasetPair
    ) throws(LinkageError) -> (model: MatchModel, clusters: (RecordClusters, RecordClusters)?) {
        onStage(.learning(datasets))
        let (values, input) = (values[0], input)
        let within = try control.map(2) { number in
            let dataset = number == 0 ? datasets.first : datasets.second
            let both = DatasetPair(first: dataset, second: dataset)
            return RandomSimilarities(values, values, of: both, in: input, blocks: random.blocks)
        }
        let first = counts.firstWeights()
        let lone = LoneVector(
            counts.plan,
            pairs: pairs,
            inside: inside,
            random: (random, within),
            first: first,
            floor: Self.floor(pairs.rows)
        )
        let (strangers, classes) = lone.others(all: Double(pairs.rows.0) * Double(pairs.rows.1))
        let clusters = persons(inside, classes, datasets)
        let copies = Self.copies(inside, classes)
        let model = WeightEstimation(counts: counts.counting(strangers: strangers), pairs: pairs, copies: copies)
            .fit(from: first, classes: classes, clusters: clusters)
        return (model, clusters)
    }

    private var kept: CandidateSearch.Choice { .best(perRecord: Self.pairsPerRecord) }

    private mutating func search(
        _ plan: ComparisonPlan,
        _ random: [RandomSimilarities],
        _ datasets: DatasetPair
    ) throws(LinkageError) -> CandidateSearch {
        try CandidateSearch(
            plan,
            values,
            random: random,
            of: datasets,
            in: input,
            similar: &similar,
            control: control
        )
    }

    /// What is compared: every vector of first values with itself and with its second values, these with each other, and vectors with those of
    /// the same length that hold some of the same values.
    private func plan(
        _ datasets: DatasetPair
    ) throws(LinkageError) -> (ComparisonPlan, [RandomSimilarities]) {
        let first = values.indices.filter { values[$0].vector.variantOf == nil }
        // Of every vector the direct comparison that its first values take part in.
        let direct = values.indices.map { first.firstIndex(of: values[$0].vector.variantOf ?? $0) }
        var across: [(a: Int, b: Int)] = []
        for a in values.indices {
            for b in values.indices where values[a].vector.bits.count == values[b].vector.bits.count {
                let areFirst = first.contains(a) && first.contains(b)
                if areFirst ? a != b : direct[a] == direct[b] { across.append((a, b)) }
            }
        }
        // Second values were given to be compared; that a name stands in another column is a guess.
        across = across.filter { direct[$0.a] == direct[$0.b] } + across.filter { direct[$0.a] != direct[$0.b] }
        let chances = try chances(first.map { ($0, $0) } + across, directCount: first.count, datasets)
        var comparisons: [Comparison] = []
        var random: [RandomSimilarities] = []
        for (vector, chance) in zip(first, chances) {
            let scale = LevelScale(chance, values[vector], of: datasets)
            comparisons.append(
                Comparison(vectorA: vector, vectorB: vector, scale: scale, alike: chance.alike, across: nil)
            )
            random.append(chance)
        }
        for ((a, b), chance) in zip(across, chances.dropFirst(first.count))
        where comparisons.count < ScoringInput.greatestVectors && chance.areRelated {
            guard let directA = direct[a], let directB = direct[b] else { continue }
            comparisons.append(
                Comparison(
                    vectorA: a,
                    vectorB: b,
                    scale: .across(chance),
                    alike: chance.alike,
                    across: (directA, directB)
                )
            )
            random.append(chance)
        }
        return (ComparisonPlan(comparisons, of: datasets), random)
    }

    /// What chance gives for each of some pairs of vectors, the direct ones first.
    private func chances(
        _ vectors: [(a: Int, b: Int)],
        directCount: Int,
        _ datasets: DatasetPair
    ) throws(LinkageError) -> [RandomSimilarities] {
        let (values, input) = (values, input)
        return try control.map(vectors.count) { piece in
            let (a, b) = (values[vectors[piece].a], values[vectors[piece].b])
            return piece < directCount
                ? .direct(a, isAlone: directCount == 1, of: datasets, in: input)
                : RandomSimilarities(a, b, of: datasets, in: input, blocks: nil)
        }
    }
}
