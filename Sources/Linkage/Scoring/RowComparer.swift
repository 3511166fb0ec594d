// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Compares one record with some others, vector by vector; each thread has its own.
///
/// What is equal or missing is known from the values' numbers. The rest is compared one vector after the other, and a pair that cannot
/// reach the least weight any more, whatever its other vectors are like, is given up: most are, by chance as they were put together.
struct RowComparer {
    /// A pair under way.
    private struct Pair {
        let candidate: UInt32
        /// The place of its first level.
        let place: Int
        /// The most that the pair may weigh.
        var bound: Float
        /// Comparisons whose values are still to be compared, those whose values are alike, and those of which one is contained in the
        /// other, as bits.
        var open: UInt32 = 0
        var alike: UInt32 = 0
        var contained: UInt32 = 0
        /// Comparisons in whose place a record has an initial of a value in another place.
        var moved: UInt32 = 0
    }

    /// What is known of the row's value of a direct comparison.
    private struct Value {
        var number: UInt32
        var features: UInt64
        /// The level, and the weight, of an equal value.
        var level: UInt8
        var weight: Float
    }

    private let weighed: WeighedPlan
    private let width: Int
    /// For each direct comparison whether values differ in what they are made of.
    private let isMixed: [Bool]
    /// For each direct comparison whether it counts as missing where its value is in another place.
    private let isMovable: [Bool]
    private var pairs: [Pair] = []
    private var levels: [UInt8] = []
    private var value: [Value] = []
    private var chosen: [Int] = []
    private var others: [UInt32] = []
    private var similarities: [ValueSimilarity] = []

    /// What rounding may take away from a bound.
    private static let slack: Float = 0.01

    init(_ weighed: WeighedPlan) {
        self.weighed = weighed
        width = weighed.plan.count
        isMixed = weighed.plan.direct.map {
            weighed.values[weighed.plan.comparisons[$0].vectorA].vector.features.count > 1
        }
        isMovable = weighed.plan.direct.map(weighed.plan.isMovable)
    }

    /// Compares a row of the first dataset with rows of the second.
    ///
    /// - Parameters:
    ///   - least: pairs that weigh less have no part in the answer.
    ///   - body: called with the row of the second dataset, the weight and the levels of each pair.
    mutating func compare(
        _ row: Int,
        with candidates: [UInt32],
        atLeast least: Float,
        _ body: (_ other: UInt32, _ weight: Float, _ levels: ArraySlice<UInt8>) -> Void
    ) {
        if levels.count < candidates.count * width {
            levels = [UInt8](repeating: 0, count: candidates.count * width)
        }
        begin(row, with: candidates, atLeast: least - Self.slack)
        for comparison in weighed.plan.direct where !pairs.isEmpty {
            compareDirectly(comparison)
            pairs.removeAll { $0.bound < least - Self.slack }
        }
        for comparison in weighed.plan.cross where !pairs.isEmpty {
            compareAcross(row, comparison)
            pairs.removeAll { $0.bound < least - Self.slack }
        }
        for pair in pairs {
            silenceMoved(pair)
            var weight: Float = 0
            for comparison in 0..<width { weight += weighed.weights[comparison][Int(levels[pair.place + comparison])] }
            if weight >= least { body(pair.candidate, weight, levels[pair.place..<pair.place + width]) }
        }
    }

    /// Tells equal and missing values by their numbers.
    private mutating func begin(_ row: Int, with candidates: [UInt32], atLeast least: Float) {
        let plan = weighed.plan
        value.removeAll(keepingCapacity: true)
        for comparison in plan.direct {
            let part = plan.comparisons[comparison]
            let values = weighed.values[part.vectorA]
            let number = values.ofRows[weighed.datasets.first][row]
            let features = values.features[Int(number)]
            let rows = values.rows(of: number, in: plan.datasets)
            let level = number == 0 ? LevelScale.missing : part.scale.equalLevel(features, rows: rows)
            value.append(
                Value(number: number, features: features, level: level, weight: weighed.weights[comparison][Int(level)])
            )
        }
        let across = plan.cross.reduce(Float(0)) { $0 + weighed.most[$1] }
        pairs.removeAll(keepingCapacity: true)
        for (index, candidate) in candidates.enumerated() {
            var pair = Pair(candidate: candidate, place: index * width, bound: across)
            let start = Int(candidate) * weighed.values.count
            for comparison in plan.direct {
                let value = value[comparison]
                let vector = plan.comparisons[comparison].vectorA
                let other = weighed.others[start + vector]
                var level = LevelScale.missing
                if value.number == other {
                    level = value.level
                    if level != LevelScale.missing { pair.alike |= 1 << UInt32(comparison) }
                } else if value.number != 0, other != 0,
                    !isMixed[comparison]
                        || value.features & weighed.features[weighed.featureStarts[vector] + Int(other)] != 0
                {
                    pair.open |= 1 << UInt32(comparison)
                    pair.bound += weighed.most[comparison]
                    continue
                }
                levels[pair.place + comparison] = level
                pair.bound += level == LevelScale.missing ? weighed.weights[comparison][0] : value.weight
            }
            if pair.bound >= least { pairs.append(pair) }
        }
    }

    /// Compares the values of one vector that are not equal.
    private mutating func compareDirectly(_ comparison: Int) {
        let part = weighed.plan.comparisons[comparison]
        let values = weighed.values[part.vectorA]
        choose { $0.open & 1 << UInt32(comparison) != 0 }
        guard !chosen.isEmpty else { return }
        others.removeAll(keepingCapacity: true)
        for index in chosen {
            others.append(weighed.others[Int(pairs[index].candidate) * weighed.values.count + part.vectorA])
        }
        let value = value[comparison]
        weighed.comparing.compare(
            value.number,
            of: values,
            with: others,
            of: values,
            isAcross: false,
            into: &similarities
        )
        let start = weighed.featureStarts[part.vectorA]
        let blocks = part.scale.blocks
        for (number, index) in chosen.enumerated() {
            let block =
                isMixed[comparison]
                ? blocks.number(value.features, weighed.features[start + Int(others[number])]) : 0
            let level =
                block.map { weighed.level(of: similarities[number], block: $0, comparison) } ?? LevelScale.missing
            levels[pairs[index].place + comparison] = level
            if let block, similarities[number].tenThousandths >= part.alike[block] {
                pairs[index].alike |= 1 << UInt32(comparison)
            }
            if similarities[number].isContained { pairs[index].contained |= 1 << UInt32(comparison) }
            var weight = weighed.weights[comparison][Int(level)]
            if isMovable[comparison] { weight = max(weight, weighed.weights[comparison][Int(LevelScale.missing)]) }
            pairs[index].bound += weight - weighed.most[comparison]
        }
    }

    /// Compares a vector with another one: only what is alike counts, and only where the first values themselves are not.
    private mutating func compareAcross(_ row: Int, _ comparison: Int) {
        let part = weighed.plan.comparisons[comparison]
        guard let (a, b) = part.across else { return }
        let direct: UInt32 = 1 << UInt32(a) | 1 << UInt32(b)
        for index in pairs.indices { levels[pairs[index].place + comparison] = LevelScale.missing }
        let (valuesA, valuesB) = (weighed.values[part.vectorA], weighed.values[part.vectorB])
        let value = valuesA.ofRows[weighed.datasets.first][row]
        let (numbers, count) = (weighed.others, weighed.values.count)
        choose { value != 0 && $0.alike & direct != direct && numbers[Int($0.candidate) * count + part.vectorB] != 0 }
        others.removeAll(keepingCapacity: true)
        for index in chosen { others.append(numbers[Int(pairs[index].candidate) * count + part.vectorB]) }
        if !chosen.isEmpty {
            weighed.comparing.compare(
                value,
                of: valuesA,
                with: others,
                of: valuesB,
                isAcross: true,
                into: &similarities
            )
        }
        for (number, index) in chosen.enumerated() {
            guard similarities[number].tenThousandths >= part.alike[0] else {
                // An initial says less than where it stands.
                let isTold = (pairs[index].alike | pairs[index].contained) & direct != 0
                if similarities[number].isContained, !isTold {
                    levels[pairs[index].place + comparison] = UInt8(part.scale.chains[0].contained)
                    // Second values stand in no other place, and no bound allows for their first ones to be silent.
                    if weighed.plan.places(comparison) != nil {
                        pairs[index].moved |= 1 << UInt32(similarities[number].isFirstSmaller ? a : b)
                    }
                }
                continue
            }
            let isEqual = similarities[number].tenThousandths == ValueSimilarity.one
            levels[pairs[index].place + comparison] =
                isEqual
                ? part.scale.chains[0].equalLevel(
                    rows: valuesA.rows(of: value, across: others[number], of: valuesB, in: weighed.plan.datasets)
                ) : UInt8(part.scale.chains[0].level(ofSimilarity: similarities[number].tenThousandths))
        }
        for index in pairs.indices {
            let level = Int(levels[pairs[index].place + comparison])
            pairs[index].bound += weighed.weights[comparison][level] - weighed.most[comparison]
        }
    }

    /// A value in the other's place explains that both differ where they stand, which says nothing more and counts as missing.
    ///
    /// It is one event, and the comparison across tells it. Names that were exchanged would weigh against a match, told four times over;
    /// and a family name that became the middle one, as after marriage, leaves another in both columns.
    ///
    /// An initial explains no more than what differs from it: who has that of the family name before in the place of the middle name,
    /// has changed the family name as well.
    private mutating func silenceMoved(_ pair: Pair) {
        for comparison in weighed.plan.cross where levels[pair.place + comparison] != LevelScale.missing {
            let contained = weighed.plan.comparisons[comparison].scale.chains[0].contained
            guard levels[pair.place + comparison] != UInt8(contained) else { continue }
            guard let (a, b) = weighed.plan.places(comparison), pair.alike & (1 << UInt32(a) | 1 << UInt32(b)) == 0
            else { continue }
            levels[pair.place + a] = LevelScale.missing
            levels[pair.place + b] = LevelScale.missing
        }
        for comparison in weighed.plan.direct where pair.moved & 1 << UInt32(comparison) != 0 {
            levels[pair.place + comparison] = LevelScale.missing
        }
    }

    private mutating func choose(_ isChosen: (Pair) -> Bool) {
        chosen.removeAll(keepingCapacity: true)
        for index in pairs.indices where isChosen(pairs[index]) { chosen.append(index) }
    }
}
