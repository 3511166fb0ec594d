// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Encoding

/// Records of a table in memory, as an attacker with a list knows them, and as agencies encode them.
package protocol People: TokenSource, Sendable {
    /// Records of the table, blank and rejected ones too.
    var tableRecords: Int { get }
    /// Those of the table's records that have an encoding, drawn or not.
    var encodedRows: Int { get }
    /// Where each person's record stands among the table's, from 0.
    var records: [Int] { get }
    /// What the table's columns hold of a person, in the schema's order.
    func fields(of person: Int) -> [[UInt8]]
    /// A plain CLK of these people's tokens: what every attack must re-identify.
    ///
    /// - Parameter meanTokens: of a record.
    func plainRecord(meanTokens: Double) -> EncodingScheme
}

extension PeopleSample: People {
    package var tableRecords: Int { summary.rowsIn }
    package var encodedRows: Int { summary.encoded }

    package func plainRecord(meanTokens: Double) -> EncodingScheme {
        EncodingScheme(schema.plainRecord(meanTokens: meanTokens), name: EncodingScheme.controlName)
    }
}
