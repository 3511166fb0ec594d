// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc

/// Links datasets by match weights that are learnt from the encodings alone.
package struct ScoredLinkage {
    let input: ScoringInput
    let values: [VectorValues]

    /// A link between records of two datasets.
    package struct Link: Sendable {
        package var rowA: Int
        package var rowB: Int
        package var weight: Double
        package var probability: Double
    }

    package init(_ input: ScoringInput) throws(LinkageError) {
        self.input = input
        values = try input.vectors.map { vector throws(LinkageError) in try VectorValues(vector, of: input) }
    }

    package func link(_ datasets: DatasetPair, control: RunControl, note: (String) -> Void) throws(LinkageError) -> [Link] {
        let clock = ContinuousClock()
        var began = clock.now
        func time(_ what: String) {
            note("\(what): \(began.duration(to: clock.now) / .seconds(1)) s")
            began = clock.now
        }
        var comparisons: [Comparison] = []
        var random: [RandomSimilarities] = []
        for (index, value) in values.enumerated() {
            random.append(try RandomSimilarities(value, value, of: datasets, in: input))
            comparisons.append(Comparison(vectorA: index, vectorB: index, scale: LevelScale(random[index])))
        }
        for a in values.indices {
            for b in values.indices where a != b && values[a].vector.bits.count == values[b].vector.bits.count {
                let cross = try RandomSimilarities(values[a], values[b], of: datasets, in: input)
                guard cross.apart[RowComparer.strong...].contains(where: { $0 > 0 }) else { continue }
                comparisons.append(Comparison(vectorA: a, vectorB: b, scale: LevelScale(edges: [RowComparer.strong, 9_200], bands: [])))
                random.append(cross)
            }
        }
        time("random \(comparisons.count)")
        let plan = ComparisonPlan(comparisons: comparisons, vectors: values.count)
        let counts = LevelCounts(plan, random: random)
        var similar = SimilarValuesCache()
        let search = try CandidateSearch(
            plan, values, random: Array(random.prefix(values.count)), of: datasets, in: input, similar: &similar, control: control)
        note("passes \(search.passes)")
        time("passes")
        let sizes = (input.datasets[datasets.first].rows, input.datasets[datasets.second].rows)
        let all = Double(sizes.0) * Double(sizes.1)
        var weights = counts.firstWeights()
        var model: MatchModel?
        var found: ComparedPairs?
        var classes = NonMatchClasses(all: all)
        var clusters: (RecordClusters, RecordClusters)?
        for round in 0..<4 {
            let pairs = try search.pairs(weighing: weights.bits, keeping: .best(perRecord: 15), control: control)
            time("pairs \(pairs.reached) \(pairs.count) \(pairs.patterns.count)")
            let fitted = WeightEstimation(counts: counts, pairs: pairs).fit(from: weights, classes: classes, clusters: clusters)
            time("fit \(fitted.iterations) \(fitted.expected)")
            weights = fitted.weights
            model = fitted
            found = pairs
            if round == 1 || round == 2 {
                var insidePairs: [ComparedPairs] = []
                var inside: [NonMatchClasses.Inside] = []
                for dataset in [datasets.first, datasets.second] {
                    let search = try CandidateSearch(
                        plan, values, random: Array(random.prefix(values.count)),
                        of: DatasetPair(first: dataset, second: dataset), in: input, similar: &similar, control: control)
                    let floor = log2(Double(max(sizes.0, sizes.1))) - 10
                    let pairs = try search.pairs(weighing: weights.bits, keeping: .above(floor), control: control)
                    insidePairs.append(pairs)
                    var patterns = [Double](repeating: 0, count: pairs.patterns.count)
                    for pattern in pairs.pattern { patterns[Int(pattern)] += 1 }
                    let rows = Double(input.datasets[dataset].rows)
                    inside.append(.init(patterns: Array(zip(pairs.patterns, patterns)).map { (levels: $0.0, count: $0.1) }, all: rows * (rows - 1) / 2, records: rows))
                    time("inside \(pairs.count) \(pairs.patterns.count)")
                }
                classes = NonMatchClasses(inside: inside, plan: plan, matches: weights, matchShare: fitted.expected / all, all: all)
                let found = insidePairs.indices.map { number in
                    RecordClusters(rows: insidePairs[number].rows.0, duplicates: (0..<insidePairs[number].count).lazy.filter {
                        classes.duplicateShares[number][Int(insidePairs[number].pattern[$0])] >= 0.5
                    }.map { (insidePairs[number].a[$0], insidePairs[number].b[$0]) })
                }
                clusters = found.allSatisfy(\.isTrivial) ? nil : (found[0], found[1])
                note("clusters \(found.map { Set($0.ofRow).count })")
                time("classes \(classes.pairs) duplicates \(classes.duplicates)")
            }
        }
        guard let model, let found else { return [] }
        for (index, comparison) in comparisons.enumerated() {
            note("\(input.vectors[comparison.vectorA].name)~\(input.vectors[comparison.vectorB].name) "
                + model.weights.bits[index].map { "\(($0 * 100).rounded() / 100)" }.joined(separator: " "))
        }
        let order = (0..<found.count).filter { model.p[$0] > 0.001 }.sorted { model.p[$0] > model.p[$1] }
        var best = 0.0, cut = 0, sum = 0.0
        let total = Double(model.p.reduce(0.0) { $0 + Double($1) })
        for (n, pair) in order.enumerated() {
            sum += Double(model.p[pair])
            let f = 2 * sum / (Double(n + 1) + total)
            if f > best { (best, cut) = (f, n + 1) }
        }
        note("expected F1 \(best) links \(cut)")
        let patternWeights = model.evidence
        return order.enumerated().map { n, pair in
            Link(rowA: Int(found.a[pair]), rowB: Int(found.b[pair]), weight: patternWeights[Int(found.pattern[pair])],
                probability: n < cut ? Double(model.p[pair]) : -Double(model.p[pair]))
        }
    }
}
