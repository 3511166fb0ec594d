// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// The set bits of each vector, summed over rows.
struct PopcountSums {
    private let names: [String]
    /// Where each vector begins in a row, and how many bytes it has.
    private let places: [(start: Int, bytes: Int)]
    private var sums: [Int]

    init(_ schema: LinkageSchema) {
        var start = schema.presenceBytes
        var places: [(start: Int, bytes: Int)] = []
        for vector in schema.vectors {
            places.append((start, vector.bits / 8))
            start += vector.bits / 8
        }
        names = schema.vectors.map(\.name)
        self.places = places
        sums = [Int](repeating: 0, count: places.count)
    }

    mutating func add(_ row: UnsafeRawBufferPointer) {
        for (index, place) in places.enumerated() {
            var count = 0
            for offset in stride(from: place.start, to: place.start + place.bytes, by: 8) {
                count &+= unsafe row.loadUnaligned(fromByteOffset: offset, as: UInt64.self).nonzeroBitCount
            }
            sums[index] &+= count
        }
    }

    /// The mean of each vector; zero without rows.
    func means(rows: Int) -> [(name: String, mean: Double)] {
        zip(names, sums).map { ($0, rows == 0 ? 0 : Double($1) / Double(rows)) }
    }
}
