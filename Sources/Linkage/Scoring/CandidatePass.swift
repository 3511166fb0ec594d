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
}

extension NumbersByKey {
    /// Rows by the value that each has, below `values`; rows without one, of value 0, are left out.
    fileprivate init(rowsByValue ofRows: [UInt32], values: Int) {
        self.init(keys: values) { add in
            for (row, value) in ofRows.enumerated() where value > 0 { add(value, UInt32(row)) }
        }
    }
}

/// Records with equal values in some comparisons.
struct EqualPass: PassIndex {
    private let numbers: [UInt32]
    private let others: [UInt32]
    private let rows: NumbersByKey
    /// Pairs of records that meet the pass.
    let cost: Double

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
        numbers = numbersA
        others = numbersB
        rows = NumbersByKey(rowsByValue: numbersB, values: count)
        let rows = rows
        cost = numbersA.reduce(0.0) { $0 + ($1 == 0 ? 0 : Double(rows[Int($1)].count)) }
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
    private let rows: NumbersByKey
    private let neighbours: NumbersByKey

    init(_ values: VectorValues, _ neighbours: NumbersByKey, of datasets: DatasetPair) {
        numbers = values.ofRows[datasets.first]
        others = values.ofRows[datasets.second]
        rows = NumbersByKey(rowsByValue: values.ofRows[datasets.second], values: values.count)
        self.neighbours = neighbours
    }

    func rows(for row: Int, _ body: (ArraySlice<UInt32>) -> Void) {
        guard numbers[row] > 0 else { return }
        body(rows[Int(numbers[row])])
        for value in neighbours[Int(numbers[row])] { body(rows[Int(value)]) }
    }

    func meets(_ row: Int, _ other: UInt32) -> Bool {
        let (value, another) = (numbers[row], others[Int(other)])
        return value > 0 && another > 0 && (value == another || neighbours[Int(value)].contains(another))
    }
}
