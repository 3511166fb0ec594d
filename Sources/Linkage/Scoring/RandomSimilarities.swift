// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How similar the values of two vectors are in pairs of records that were put together at random.
///
/// Values are compared, not records, each as often as it occurs. Of many values a sample is compared, drawn by the rows' random
/// tokens; equal values are counted exactly.
package struct RandomSimilarities: Sendable {
    /// The pairs of one block.
    struct Block: Sendable {
        /// Features of different key groups make no values so similar.
        private static let related = 8_000

        /// Pairs of records by the similarity of their values in ten-thousandths, but equal and contained ones.
        fileprivate(set) var apart = [Double](repeating: 0, count: ValueSimilarity.one + 1)
        /// Pairs of records of which one's value is contained in the other's, of one vector.
        fileprivate(set) var contained = 0.0
        /// The same across columns, by similarity; they are among those of `apart`.
        fileprivate(set) var containedAcross: [Double] = []
        /// Pairs of records of one value, by the number of records that have it.
        fileprivate(set) var equal: [Int: Double] = [:]
        /// Pairs of records that a pair of the sample stands for.
        fileprivate(set) var unit = 0.0
        fileprivate var equalPairs: Double { equal.values.reduce(0, +) }
        fileprivate var isRelated: Bool { !equal.isEmpty || apart[Self.related...].contains { $0 > 0 } }

        fileprivate mutating func add(_ other: Block) {
            contained += other.contained
            equal.merge(other.equal, uniquingKeysWith: +)
            unit = max(unit, other.unit)
            for similarity in apart.indices { apart[similarity] += other.apart[similarity] }
        }
    }

    let blocks: PresenceBlocks
    /// All pairs of records of the datasets.
    let pairs: Double
    private(set) var ofBlocks: [Block]
    /// Pairs of records of which one or both miss their value, or whose values have no feature in common.
    private(set) var missing: Double
    /// The numbers that values of vector `b` have in vector `a`, 0 of those that it does not have; empty if these are not fields of like
    /// values in two columns.
    private(set) var numbers: [UInt32] = []
    /// The blocks whose pairs were counted inside the datasets.
    private(set) var inside: Set<Int> = []

    /// The most rows of a dataset in the sample.
    private static let sampleRows = 4_096
    /// Pairs of values up to which all of them are compared.
    private static let allValues = sampleRows * sampleRows
    /// What is less similar is not alike, however seldom chance reaches it.
    private static let leastAlike = 5_000

    /// Compares the values of vector `a` in one dataset with those of vector `b` in another, or in the same: of a row and itself nothing is
    /// counted, of two rows either is the first.
    ///
    /// - Parameter blocks: of vector `a`, which is `b` then; nil if the vectors are compared whatever they are made of.
    package init(
        _ a: VectorValues,
        _ b: VectorValues,
        of datasets: DatasetPair,
        in input: ScoringInput,
        blocks: PresenceBlocks?
    ) {
        let isOneVector = a.vector == b.vector
        func block(_ valueA: UInt32, _ valueB: UInt32) -> Int? {
            guard let blocks else { return 0 }
            let (featuresA, featuresB) = (a.features[Int(valueA)], b.features[Int(valueB)])
            return featuresA & featuresB == 0 ? nil : blocks.number(featuresA, featuresB)
        }
        var ofBlocks = [Block](repeating: Block(), count: blocks?.count ?? 1)
        if blocks == nil { ofBlocks[0].containedAcross = ofBlocks[0].apart }
        let (countsA, countsB) = (a.counts[datasets.first], b.counts[datasets.second])
        let (presentA, presentB) = (a.present(datasets.first), b.present(datasets.second))
        let rows = (input.datasets[datasets.first].rows, input.datasets[datasets.second].rows)
        var equal = 0.0
        if isOneVector {
            for value in 1..<max(1, a.count) where countsA[value] > 0 && countsB[value] > 0 {
                guard let block = block(UInt32(value), UInt32(value)) else { continue }
                let pairs = Double(countsA[value]) * Double(countsB[value] - (datasets.isWithin ? 1 : 0))
                guard pairs > 0 else { continue }
                ofBlocks[block].equal[a.rows(of: UInt32(value), in: datasets), default: 0] += pairs
                equal += pairs
            }
        }
        let sideA = Side(a, dataset: datasets.first, in: input, other: b.count)
        let sideB = Side(b, dataset: datasets.second, in: input, other: a.count)
        var compared = 0.0
        var withoutCommon = 0.0
        var similarities: [ValueSimilarity] = []
        for query in sideA.values.indices {
            let value = sideA.values[query]
            input.comparing.compare(
                value,
                of: a,
                with: sideB.values,
                of: b,
                isAcross: blocks == nil,
                into: &similarities
            )
            for candidate in sideB.values.indices {
                if isOneVector, value == sideB.values[candidate] { continue }
                let pairs = sideA.rows[query] * sideB.rows[candidate]
                compared += pairs
                guard let block = block(value, sideB.values[candidate]) else {
                    withoutCommon += pairs
                    continue
                }
                let similarity = similarities[candidate]
                if similarity.isContained, blocks != nil {
                    ofBlocks[block].contained += pairs
                    continue
                }
                ofBlocks[block].apart[similarity.tenThousandths] += pairs
                if similarity.isContained { ofBlocks[block].containedAcross[similarity.tenThousandths] += pairs }
            }
        }
        if !isOneVector, a.isField, b.isField, ofBlocks[0].isRelated {
            compared -= ofBlocks[0].apart[ValueSimilarity.one]
            ofBlocks[0].apart[ValueSimilarity.one] = 0
            numbers = a.numbers(of: b)
            for (valueB, value) in numbers.enumerated() where value > 0 {
                let pairs = Double(countsA[Int(value)]) * Double(countsB[valueB])
                guard pairs > 0 else { continue }
                ofBlocks[0].equal[a.rows(of: value, across: UInt32(valueB), of: b, in: datasets), default: 0] += pairs
                equal += pairs
            }
        }
        let all = Double(presentA) * Double(presentB - (datasets.isWithin ? min(1, presentB) : 0))
        let scale = compared > 0 ? max(0, all - equal) / compared : 0
        for block in ofBlocks.indices {
            ofBlocks[block].unit = scale
            ofBlocks[block].contained *= scale
            for similarity in ofBlocks[block].apart.indices { ofBlocks[block].apart[similarity] *= scale }
            for similarity in ofBlocks[block].containedAcross.indices {
                ofBlocks[block].containedAcross[similarity] *= scale
            }
        }
        self.blocks = blocks ?? .one
        self.ofBlocks = ofBlocks
        pairs = Double(rows.0) * Double(rows.1)
        missing = pairs - all + withoutCommon * scale
    }

    /// What chance gives for a vector and itself; in blocks that are met inside the datasets only, what it gives there.
    ///
    /// Where a record is one vector, strangers are counted inside in any case (`LoneVector`).
    package static func direct(
        _ values: VectorValues,
        isAlone: Bool = false,
        of datasets: DatasetPair,
        in input: ScoringInput
    ) -> RandomSimilarities {
        let blocks = PresenceBlocks(values, of: datasets)
        func chance(_ datasets: DatasetPair) -> RandomSimilarities {
            RandomSimilarities(values, values, of: datasets, in: input, blocks: blocks)
        }
        var chances = chance(datasets)
        guard !isAlone, !blocks.inside.isEmpty else { return chances }
        chances.inside = blocks.inside
        for dataset in [datasets.first, datasets.second] {
            let part = chance(DatasetPair(first: dataset, second: dataset))
            for block in blocks.inside { chances.ofBlocks[block].add(part.ofBlocks[block]) }
        }
        return chances
    }

    /// Pairs of records of one value in the blocks that were counted between the datasets.
    package var equalPairs: Double {
        ofBlocks.indices.reduce(0) { $0 + (inside.contains($1) ? 0 : ofBlocks[$1].equalPairs) }
    }

    /// Pairs of records of one value, wherever they were counted.
    var countedEqualPairs: Double { ofBlocks.reduce(0) { $0 + $1.equalPairs } }

    /// Pairs of records by the similarity of their values, of those that are made of the same features.
    package var apart: [Double] {
        ofBlocks.indices.filter { blocks.isSame($0) }.reduce(
            into: [Double](repeating: 0, count: ValueSimilarity.one + 1)
        ) { sums, block in
            for similarity in sums.indices { sums[similarity] += ofBlocks[block].apart[similarity] }
        }
    }

    /// Whether some values are all but equal, as those of two vectors are only if their features share a key group.
    var areRelated: Bool { ofBlocks.contains(where: \.isRelated) }

    /// By block the similarity from which on values are alike, as chance seldom makes them.
    package var alike: [Int] { ofBlocks.map { Self.least($0, share: 1e-3) } }
    /// The same of values that are very much alike.
    var veryAlike: [Int] { ofBlocks.map { Self.least($0, share: 1e-4) } }

    /// The least similarity, in whole steps, that at most such a share of the pairs of different values reach.
    private static func least(_ block: Block, share: Double) -> Int {
        let apart = block.apart.dropLast()
        let most = apart.reduce(0, +) * share
        var sum = 0.0
        let reached = apart.indices.last {
            sum += apart[$0]
            return sum > most
        }
        return max(leastAlike, ((reached ?? 0) / LevelChain.step + 1) * LevelChain.step)
    }

    /// Pairs of records at each level.
    func levels(_ scale: LevelScale) -> [Double] {
        var levels = [Double](repeating: 0, count: scale.count)
        levels[Int(LevelScale.missing)] = missing
        for (block, chain) in zip(ofBlocks, scale.chains) {
            levels[chain.contained] = block.contained
            for (similarity, pairs) in block.apart.enumerated() where pairs > 0 {
                levels[Int(chain.level(ofSimilarity: similarity))] += pairs
            }
            // Across, one in the other says something where they are not alike.
            let least = chain.edges.first ?? ValueSimilarity.one
            let pairs = block.containedAcross.prefix(least).reduce(0, +)
            levels[chain.contained] += pairs
            if !block.containedAcross.isEmpty { levels[chain.first] -= pairs }
            // In a fixed order: sums of floating-point numbers depend on it.
            for (rows, pairs) in block.equal.sorted(by: { $0.key < $1.key }) {
                levels[Int(chain.equalLevel(rows: rows))] += pairs
            }
        }
        return levels
    }

    /// The values of a dataset or of a sample of its rows, with the number of these rows.
    private struct Side {
        let values: [UInt32]
        let rows: [Double]

        init(_ values: VectorValues, dataset: Int, in input: ScoringInput, other: Int) {
            var counts: [UInt32: UInt32] = [:]
            if values.count * other <= RandomSimilarities.allValues {
                for (value, count) in values.counts[dataset].enumerated() where count > 0 {
                    counts[UInt32(value)] = count
                }
            } else {
                for row in input.datasets[dataset].sample(RandomSimilarities.sampleRows) {
                    counts[values.ofRows[dataset][row], default: 0] += 1
                }
            }
            counts[0] = nil
            let present = counts.sorted { $0.key < $1.key }
            self.values = present.map(\.key)
            rows = present.map { Double($0.value) }
        }
    }
}
