// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import Files
internal import Linkage
internal import Sealing

/// Seals a file of raw filters as an agency would, and says which row of it each row of the sealed file is.
struct SealedRows {
    private let raw: RawRows
    private let agency: Identity
    private let unit: Identity
    private let output: String

    /// What the filters were made of.
    private static let features = ["first", "last", "dob", "sex", "zip", "ssn4"]
    private static let batchRows = 1 << 16

    /// Reads `arguments`: RAW.bin BITS AGENCY.identity UNIT.identity OUTPUT.
    init?(_ arguments: [String]) {
        guard arguments.count == 5, let bits = Int(arguments[1]),
            let raw = RawRows(path: arguments[0], bits: bits, isResident: false),
            let agency = try? Identity.load(path: arguments[2]), let unit = try? Identity.load(path: arguments[3])
        else { return nil }
        self.raw = raw
        self.agency = agency
        self.unit = unit
        output = arguments[4]
    }

    /// Writes OUTPUT and OUTPUT.order: of each row of it the number of the raw one, 4 bytes, little-endian.
    func run() throws {
        let tokens = try seal()
        let sealed = try EncodingFile.openRows(
            path: output,
            identity: unit,
            trusted: [agency.card],
            vectors: [0],
            isResident: false
        ).tokens
        var order: [UInt8] = []
        order.reserveCapacity(4 * raw.rows)
        for row in 0..<raw.rows {
            guard let number = tokens[sealed.rowToken(at: row)] else { preconditionFailure("a row of no record") }
            for byte in 0..<4 { order.append(UInt8(truncatingIfNeeded: number >> (8 * UInt32(byte)))) }
        }
        let file = try OutputFile(path: output + ".order")
        try file.write(order)
        try file.commit()
    }

    /// Seals all rows; returns their numbers by token.
    private func seal() throws -> [RowToken: UInt32] {
        let writer = try EncodingFileWriter(
            path: output,
            header: EncodingHeader.Draft(
                project: "bench",
                schemaFingerprint: [UInt8](repeating: 1, count: 32),
                keyCheck: [UInt8](repeating: 2, count: 16),
                canaryDigest: [UInt8](repeating: 3, count: 32),
                features: Self.features,
                vectors: [.init(name: "clk", bits: raw.bits, features: Array(Self.features.indices))],
                created: "2026-01-01T00:00:00Z",
                tool: "throughput"
            ),
            sender: agency,
            recipient: unit.card
        )
        var tokens: [RowToken: UInt32] = [:]
        tokens.reserveCapacity(raw.rows)
        var row = [UInt8](repeating: 0, count: 8 + raw.bits / 8)
        row[0] = 0xFC
        for start in stride(from: 0, to: raw.rows, by: Self.batchRows) {
            let block = try raw.load(start..<min(start + Self.batchRows, raw.rows))
            for place in 0..<block.matrix.rows {
                unsafe block.matrix.withUnsafeRow(place) { filter in
                    unsafe row.withUnsafeMutableBytes { unsafe $0[8...].copyBytes(from: filter) }
                }
                let token = try unsafe row.withUnsafeBytes { try unsafe writer.append(row: $0) }
                tokens[token] = UInt32(start + place)
            }
        }
        _ = try writer.finish(rowsIn: raw.rows, rowsRejected: 0, rowsBlank: 0)
        return tokens
    }
}
