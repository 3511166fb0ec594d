// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// The different values of one vector in all datasets, numbered by first appearance; number 0 is the empty filter: missing.
///
/// A value is a filter and the features it is made of. A filter that is made of none holds nothing of the record, whatever its bits.
/// Fields repeat: names, dates and ZIP codes of a million records are some thousands of filters. What depends on the filters
/// alone is worked out on these.
package struct VectorValues: Sendable {
    package let vector: ScoredVector
    /// Row v is value v.
    package let filters: FilterMatrix
    let popcounts: [UInt32]
    /// The features that each value is made of; the same for all of them if that is not known.
    let features: [UInt64]
    /// For each dataset the value of each row.
    let ofRows: [[UInt32]]
    /// For each dataset the number of rows of each value.
    let counts: [[UInt32]]

    /// Whether records have values in common, as they do where equal values give equal filters.
    let isRepeating: Bool

    /// Gathers the values of a vector.
    ///
    /// - Complexity: O(rows), and as much memory as the different filters take.
    package init(_ vector: ScoredVector, of input: ScoringInput) throws(LinkageError) {
        let rowCount = input.datasets.reduce(0) { $0 + $1.rows }
        var table = ValueTable(capacity: rowCount)
        var rows: [[UInt32]] = []
        let bytes = vector.bits.lowerBound / 8..<vector.bits.upperBound / 8
        let matrices = try input.datasets.map { dataset throws(LinkageError) in
            try dataset.source.load(0..<dataset.rows).matrix
        }
        // What only tells whether the record has the vector at all is known from the value.
        let unknown: UInt64 = 1
        var featuresOfRows = input.datasets.map { [UInt64](repeating: unknown, count: $0.rows) }
        let records = input.datasets.map(\.features)
        if !vector.features.isEmpty, records.allSatisfy({ $0 != nil }) {
            featuresOfRows = records.map { $0?.map { vector.features(of: $0) } ?? [] }
        }
        for (dataset, matrix) in matrices.enumerated() {
            let features = featuresOfRows[dataset]
            var numbers = [UInt32](repeating: 0, count: matrix.rows)
            for row in 0..<matrix.rows {
                numbers[row] = unsafe matrix.withUnsafeRow(row) { filter in
                    let filter = unsafe UnsafeRawBufferPointer(rebasing: filter[bytes])
                    guard features[row] != 0, unsafe filter.contains(where: { $0 != 0 }) else { return 0 }
                    return unsafe table.number(of: filter, dataset: dataset, row: row) { otherDataset, otherRow in
                        guard featuresOfRows[otherDataset][otherRow] == features[row] else { return false }
                        return unsafe matrices[otherDataset].withUnsafeRow(otherRow) { other in
                            unsafe filter.elementsEqual(other[bytes])
                        }
                    }
                }
            }
            rows.append(numbers)
        }
        let filters = try LinkageError.passingOn { () throws(BitVectorError) in
            try FilterMatrix(rows: table.first.count + 1, bits: vector.bits.count)
        }
        for (number, place) in table.first.enumerated() {
            unsafe matrices[place.dataset].withUnsafeRow(place.row) { filter in
                unsafe filters.withUnsafeMutableRow(number + 1) {
                    unsafe $0.copyBytes(from: filter[bytes])
                }
            }
        }
        self.vector = vector
        self.features = [0] + table.first.map { featuresOfRows[$0.dataset][$0.row] }
        self.filters = filters
        popcounts = input.kernel.popcounts(of: filters)
        ofRows = rows
        counts = rows.map { rows in
            var counts = [UInt32](repeating: 0, count: filters.rows)
            for value in rows { counts[Int(value)] += 1 }
            return counts
        }
        isRepeating = table.first.count * 2 < rowCount
    }

    /// The values of other rows.
    init(_ other: VectorValues, ofRows: [[UInt32]], counts: [[UInt32]]) {
        vector = other.vector
        filters = other.filters
        popcounts = other.popcounts
        features = other.features
        isRepeating = other.isRepeating
        self.ofRows = ofRows
        self.counts = counts
    }

    /// The number of values, missing among them.
    package var count: Int { filters.rows }

    /// How many rows of two datasets, or of one, have a value.
    func rows(of value: UInt32, in datasets: DatasetPair) -> Int {
        Int(counts[datasets.first][Int(value)])
            + (datasets.isWithin ? 0 : Int(counts[datasets.second][Int(value)]))
    }

    /// Whether it is one field, whose values can be told in another column.
    var isField: Bool { isRepeating && vector.features.count <= 1 }

    /// How many rows have a value that stands in another vector as well, in the one in which it is rarer.
    ///
    /// If it does not belong there, that is how often chance puts it there.
    ///
    /// - Parameter number: of the value in the other vector.
    func rows(of value: UInt32, across number: UInt32, of other: VectorValues, in datasets: DatasetPair) -> Int {
        min(rows(of: value, in: datasets), other.rows(of: number, in: datasets))
    }

    /// The numbers that another field's values have here; 0 of those that no record has.
    ///
    /// - Complexity: O(values of both).
    func numbers(of other: VectorValues) -> [UInt32] {
        let both = [filters, other.filters]
        var table = ValueTable(capacity: count + other.count)
        func number(of value: Int, in matrix: Int) -> Int {
            unsafe both[matrix].withUnsafeRow(value) { filter in
                Int(
                    unsafe table.number(of: filter, dataset: matrix, row: value) { otherMatrix, otherValue in
                        unsafe both[otherMatrix].withUnsafeRow(otherValue) { unsafe filter.elementsEqual($0) }
                    }
                )
            }
        }
        for value in 1..<max(1, count) { _ = number(of: value, in: 0) }
        return [0]
            + (1..<max(1, other.count)).map { value in
                let number = number(of: value, in: 1)
                let place = table.first[number - 1]
                return place.dataset == 0 ? UInt32(place.row) : 0
            }
    }

    /// How many rows of a dataset have the vector.
    func present(_ dataset: Int) -> Int { ofRows[dataset].count - Int(counts[dataset][0]) }
}

/// A hash table of filters that stand elsewhere.
private struct ValueTable {
    /// Where each value first stands; value v is at v − 1.
    private(set) var first: [(dataset: Int, row: Int)] = []
    private var slots: [UInt32]
    private let mask: Int

    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        mask = size - 1
    }

    /// The number of a filter, a new one if it is new.
    mutating func number(
        of filter: UnsafeRawBufferPointer,
        dataset: Int,
        row: Int,
        isEqual: (_ dataset: Int, _ row: Int) -> Bool
    ) -> UInt32 {
        // Seeded anew in every process: filters that fall into one slot cannot be prepared.
        var hasher = Hasher()
        unsafe hasher.combine(bytes: filter)
        var slot = hasher.finalize() & mask
        while slots[slot] != 0 {
            let value = slots[slot]
            let place = first[Int(value) - 1]
            if isEqual(place.dataset, place.row) { return value }
            slot = (slot + 1) & mask
        }
        first.append((dataset, row))
        slots[slot] = UInt32(first.count)
        return slots[slot]
    }
}
