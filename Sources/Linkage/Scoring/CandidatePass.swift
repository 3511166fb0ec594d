// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// A condition under which pairs of records are compared; a pair that meets one of them is a candidate.
package enum CandidatePass: Sendable, Equatable {
    /// The records have equal values in all of these comparisons, by their numbers.
    case equal([Int])
    /// The records' values in a vector are at least this similar, in ten-thousandths.
    case similar(vector: Int, least: Int)
}

/// Finds the records of one dataset that meet a pass with a record of another.
protocol PassIndex: Sendable {
    /// Calls `body` with groups of rows of the second dataset.
    func rows(for row: Int, _ body: (ArraySlice<UInt32>) -> Void)

    /// Whether a row of the first dataset and one of the second meet the pass.
    func meets(_ row: Int, _ other: UInt32) -> Bool

    /// Pairs of records that meet the pass.
    var cost: Double { get }
}

/// Whether so many records of one dataset and of another, with values that meet a pass, are too many to be compared: a placeholder that
/// thousands share says nothing of them, and would be all that is compared.
private func areTooMany(_ count: Int, _ others: Int) -> Bool {
    Double(count) * Double(others) > greatestGroup * greatestGroup
}
private let greatestGroup = 2_000.0

extension NumbersByKey {
    /// Rows by the value that each has, below `values`; rows without one, of value 0, are left out.
    fileprivate init(rowsByValue ofRows: [UInt32], values: Int) {
        self.init(keys: values) { add in
            for (row, value) in ofRows.enumerated() where value > 0 { add(value, UInt32(row)) }
        }
    }
}

/// Records with equal values in some comparisons.
struct EqualPass: PassIndex, PricedPass {
    private let numbers: [UInt32]
    private let others: [UInt32]
    private let rows: NumbersByKey
    let cost: Double
    let isWhole: Bool

    /// Numbers the combinations of values; a record that misses one of them has none.
    ///
    /// - Parameter random: what chance gives for all comparisons.
    init(
        _ comparisons: [Int],
        of plan: ComparisonPlan,
        _ random: [RandomSimilarities],
        _ values: [VectorValues],
        of datasets: DatasetPair
    ) {
        var numbersA: [UInt32] = []
        var numbersB: [UInt32] = []
        var count = 0
        for (place, number) in comparisons.enumerated() {
            let comparison = plan.comparisons[number]
            let (a, b) = (values[comparison.vectorA], values[comparison.vectorB])
            let moreA = a.ofRows[datasets.first]
            var moreB = b.ofRows[datasets.second]
            if comparison.isCross {
                let numbers = random[number].numbers
                moreB = moreB.map { numbers[Int($0)] }
            }
            guard place > 0 else {
                (numbersA, numbersB, count) = (moreA, moreB, a.count)
                continue
            }
            var known: [UInt64: UInt32] = [:]
            func join(_ numbers: inout [UInt32], _ more: [UInt32]) {
                for row in numbers.indices {
                    guard numbers[row] > 0, more[row] > 0 else {
                        numbers[row] = 0
                        continue
                    }
                    let new = UInt32(known.count + 1)
                    let key = UInt64(numbers[row]) << 32 | UInt64(more[row])
                    if let number = known[key] {
                        numbers[row] = number
                    } else {
                        known[key] = new
                        numbers[row] = new
                    }
                }
            }
            join(&numbersA, moreA)
            join(&numbersB, moreB)
            count = known.count + 1
        }
        let rows = NumbersByKey(rowsByValue: numbersB, values: count)
        let counts = numbersA.reduce(into: [Int](repeating: 0, count: count)) { $0[Int($1)] += 1 }
        var (cost, isWhole) = (0.0, true)
        for row in numbersA.indices where numbersA[row] > 0 {
            let (number, reached) = (Int(numbersA[row]), rows[Int(numbersA[row])].count)
            if areTooMany(counts[number], reached) {
                numbersA[row] = 0
                isWhole = false
            } else {
                cost += Double(reached)
            }
        }
        numbers = numbersA
        others = numbersB
        self.rows = rows
        self.cost = cost
        self.isWhole = isWhole
    }

    func rows(for row: Int, _ body: (ArraySlice<UInt32>) -> Void) {
        if numbers[row] > 0 { body(rows[Int(numbers[row])]) }
    }

    func meets(_ row: Int, _ other: UInt32) -> Bool { numbers[row] > 0 && numbers[row] == others[Int(other)] }
}

/// Records with similar values in one vector.
struct SimilarPass: PassIndex {
    private let numbers: [UInt32]
    private let others: [UInt32]
    /// By value the records of the first dataset, and the rows of the second.
    private let counts: [UInt32]
    private let rows: NumbersByKey
    private let neighbours: NumbersByKey

    init(_ values: VectorValues, _ neighbours: NumbersByKey, of datasets: DatasetPair) {
        numbers = values.ofRows[datasets.first]
        others = values.ofRows[datasets.second]
        counts = values.counts[datasets.first]
        rows = NumbersByKey(rowsByValue: values.ofRows[datasets.second], values: values.count)
        self.neighbours = neighbours
    }

    var cost: Double {
        (1..<max(1, counts.count)).reduce(0) { sum, value in
            var reached = 0
            if counts[value] > 0 { each(of: UInt32(value)) { reached += $0.count } }
            return sum + Double(counts[value]) * Double(reached)
        }
    }

    func rows(for row: Int, _ body: (ArraySlice<UInt32>) -> Void) {
        if numbers[row] > 0 { each(of: numbers[row], body) }
    }

    /// Calls `body` with the rows of each value that is near this one.
    private func each(of value: UInt32, _ body: (ArraySlice<UInt32>) -> Void) {
        if reaches(value, value) { body(rows[Int(value)]) }
        for other in neighbours[Int(value)] where reaches(value, other) { body(rows[Int(other)]) }
    }

    private func reaches(_ value: UInt32, _ other: UInt32) -> Bool {
        !areTooMany(Int(counts[Int(value)]), rows[Int(other)].count)
    }

    func meets(_ row: Int, _ other: UInt32) -> Bool {
        let (value, another) = (numbers[row], others[Int(other)])
        return value > 0 && another > 0 && (value == another || neighbours[Int(value)].contains(another))
            && reaches(value, another)
    }
}
