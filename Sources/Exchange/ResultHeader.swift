// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Sealing

/// The header of a result file: what the linkage unit sends back to one agency.
@dynamicMemberLookup
package struct ResultHeader: Sendable, Equatable {
    package var common: SealedHeader
    /// 16 bytes that name the linkage run.
    package var run: [UInt8]

    /// What is known before the first row is.
    package struct Draft: Sendable {
        package var project: String
        /// 16 bytes.
        package var run: [UInt8]
        package var created: String
        package var tool: String

        package init(project: String, run: [UInt8], created: String, tool: String) {
            self.project = project
            self.run = run
            self.created = created
            self.tool = tool
        }
    }

    package subscript<Value>(dynamicMember key: KeyPath<SealedHeader, Value>) -> Value { common[keyPath: key] }

    init(common: SealedHeader, run: [UInt8]) {
        self.common = common
        self.run = run
    }

    init(_ fields: inout HeaderFields) throws(ExchangeError) {
        common = try SealedHeader(&fields)
        run = try fields.hex("run", bytes: 16)
        try common.checkRows(of: ResultFile.rowBytes)
    }

    var members: [(key: String, value: JSONValue)] { [("run", .string(Hex.encode(run)))] }
}
