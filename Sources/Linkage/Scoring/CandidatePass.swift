// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// A condition under which pairs of records are compared; a pair that meets one of them is a candidate.
package enum CandidatePass: Sendable, Equatable {
    /// The records have equal values in all of these vectors, by their numbers.
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

/// Rows of a dataset by a number that each has: those of number v are `rows[starts[v]..<starts[v + 1]]`.
struct RowsByNumber: Sendable {
    private let starts: [UInt32]
    private let rows: [UInt32]

    /// Orders rows by their numbers, which are below `count`; rows of number 0 are left out.
    init(_ numbers: [UInt32], count: Int) {
        var starts = [UInt32](repeating: 0, count: count + 1)
        for number in numbers where number > 0 { starts[Int(number) + 1] += 1 }
        for number in 0..<count { starts[number + 1] += starts[number] }
        var next = starts
        var rows = [UInt32](repeating: 0, count: Int(starts[count]))
        for (row, number) in numbers.enumerated() where number > 0 {
            rows[Int(next[Int(number)])] = UInt32(row)
            next[Int(number)] += 1
        }
        self.starts = starts
        self.rows = rows
    }

    subscript(number: UInt32) -> ArraySlice<UInt32> {
        rows[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])]
    }
}

/// Records with equal values in some vectors.
struct EqualPass: PassIndex {
    private let numbers: [UInt32]
    private let others: [UInt32]
    private let rows: RowsByNumber
    /// Pairs of records that meet the pass.
    let cost: Double

    /// Numbers the combinations of values; a record that misses one of them has none.
    init(_ vectors: [Int], _ values: [VectorValues], of datasets: DatasetPair) {
        var numbersA = values[vectors[0]].ofRows[datasets.first]
        var numbersB = values[vectors[0]].ofRows[datasets.second]
        var count = values[vectors[0]].count
        for vector in vectors.dropFirst() {
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
            join(&numbersA, values[vector].ofRows[datasets.first])
            join(&numbersB, values[vector].ofRows[datasets.second])
            count = known.count + 1
        }
        numbers = numbersA
        others = numbersB
        rows = RowsByNumber(numbersB, count: count)
        let rows = rows
        cost = numbersA.reduce(0.0) { $0 + ($1 == 0 ? 0 : Double(rows[$1].count)) }
    }

    func rows(for row: Int, _ body: (ArraySlice<UInt32>) -> Void) {
        if numbers[row] > 0 { body(rows[numbers[row]]) }
    }

    func meets(_ row: Int, _ other: UInt32) -> Bool { numbers[row] > 0 && numbers[row] == others[Int(other)] }
}

/// Records with similar values in one vector.
struct SimilarPass: PassIndex {
    private let numbers: [UInt32]
    private let others: [UInt32]
    private let rows: RowsByNumber
    private let neighbours: SimilarValues

    init(_ values: VectorValues, _ neighbours: SimilarValues, of datasets: DatasetPair) {
        numbers = values.ofRows[datasets.first]
        others = values.ofRows[datasets.second]
        rows = RowsByNumber(values.ofRows[datasets.second], count: values.count)
        self.neighbours = neighbours
    }

    func rows(for row: Int, _ body: (ArraySlice<UInt32>) -> Void) {
        guard numbers[row] > 0 else { return }
        body(rows[numbers[row]])
        for value in neighbours[numbers[row]] { body(rows[value]) }
    }

    func meets(_ row: Int, _ other: UInt32) -> Bool {
        let (value, another) = (numbers[row], others[Int(other)])
        return value > 0 && another > 0 && (value == another || neighbours[value].contains(another))
    }
}

/// For each value of a vector the other values that are similar to it.
struct SimilarValues: Sendable {
    private let starts: [UInt32]
    private let others: [UInt32]

    /// Joins the values of a vector with each other, exactly.
    ///
    /// - Throws: `linkage.cancelled`, `linkage.vectors` for lack of memory.
    init(
        _ values: VectorValues,
        least: SimilarityThreshold,
        in input: ScoringInput,
        control: RunControl
    ) throws(LinkageError) {
        let pairs = try input.comparing.similar(values, least: least, control: control)
        var starts = [UInt32](repeating: 0, count: values.count + 1)
        for (first, second) in pairs {
            starts[Int(first) + 1] += 1
            starts[Int(second) + 1] += 1
        }
        for value in 0..<values.count { starts[value + 1] += starts[value] }
        var next = starts
        var others = [UInt32](repeating: 0, count: pairs.count * 2)
        for (first, second) in pairs {
            others[Int(next[Int(first)])] = second
            others[Int(next[Int(second)])] = first
            next[Int(first)] += 1
            next[Int(second)] += 1
        }
        self.starts = starts
        self.others = others
    }

    subscript(value: UInt32) -> ArraySlice<UInt32> {
        others[Int(starts[Int(value)])..<Int(starts[Int(value) + 1])]
    }
}
