// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The record ids behind an agency's row tokens.
package struct TokenList: Sendable {
    private var records: [[UInt8]: [UInt8]] = [:]

    /// Reads the columns `row_token` and `record_id`.
    ///
    /// - Throws: `tokens.header`; `record.duplicate` for a token that stands twice; what the table reader throws.
    package init(path: String) throws(EvaluationError) {
        var table = try InputTable(path: path)
        guard let columns = table.columns("row_token", "record_id") else { throw table.fault(.tokensHeader) }
        while let row = try table.next() {
            guard records.updateValue(row.bytes(columns[1]), forKey: row.bytes(columns[0])) == nil else {
                throw table.fault(.duplicateRecord, column: columns[0])
            }
        }
    }

    package var count: Int { records.count }

    /// The records of all tokens, in no order.
    var allRecords: some Sequence<[UInt8]> { records.values }

    func record(of token: [UInt8]) -> [UInt8]? { records[token] }
}
