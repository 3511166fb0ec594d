// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
package import Clkhash

/// Encodings that another program made of a table's records, one a record in their order.
package struct ForeignEncodings: Sendable {
    /// What they are compared by.
    let measure: SimilarityMeasure
    private let encodings: ClkhashEncodings

    /// - Parameter people: of the table.
    /// - Throws: `privacy.rows` unless there are as many encodings as the table has records.
    package init(
        _ encodings: ClkhashEncodings,
        of people: any People,
        measure: SimilarityMeasure
    ) throws(PrivacyError) {
        guard encodings.count == people.tableRecords else {
            throw .otherRows(encodings.count, records: people.tableRecords)
        }
        self.encodings = encodings
        self.measure = measure
    }

    /// The encodings of some records, filled up with zero bits to a multiple of 64.
    ///
    /// - Throws: `vectors.length`, `vectors.memory`.
    func filters(of records: [Int]) throws(PrivacyError) -> FilterMatrix {
        let filters: FilterMatrix
        do throws(BitVectorError) {
            filters = try FilterMatrix(rows: records.count, bits: FilterMatrix.paddedBits(encodings.rowBytes * 8))
        } catch { throw PrivacyError(error) }
        for (row, record) in records.enumerated() {
            unsafe filters.withUnsafeMutableRow(row) { unsafe $0.copyBytes(from: encodings[record]) }
        }
        return filters
    }
}
