// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Sealing

/// The map beside an imported encoding file: `row,token` or `row,token,id`, in the order of the other tool's file.
struct RowsFile {
    static let name = "rows.csv"
    private(set) var count = 0
    /// The tokens of the rows, 16 bytes each.
    private(set) var tokens: [UInt8] = []
    /// The ids of the rows, side by side, and where each ends; nothing if there are none.
    private var ids: [UInt8] = []
    private var ends: [Int] = []

    /// Reads a map.
    ///
    /// - Throws: `import.rows` if it is none.
    init(path: String) throws {
        let reader = try DelimitedReader(path: path, delimiter: UInt8(ascii: ","))
        guard try reader.next(), [2, 3].contains(reader.fieldCount), reader.field(1).elementsEqual("token".utf8) else {
            throw LinkerError.rowsFile(path)
        }
        let fields = reader.fieldCount
        while try reader.next() {
            guard reader.fieldCount == fields, reader.field(0).elementsEqual("\(count)".utf8),
                let token = Hex.decode(String(decoding: reader.field(1), as: UTF8.self)), token.count == RowToken.bytes
            else { throw LinkerError.rowsFile(path) }
            tokens += token
            count += 1
            if fields == 3 {
                ids += reader.field(2)
                ends.append(ids.count)
            }
        }
    }

    /// What other tools know a row by: its id, or else its number.
    func id(of row: Int) -> [UInt8] {
        ends.isEmpty ? Array("\(row)".utf8) : Array(ids[(row == 0 ? 0 : ends[row - 1])..<ends[row]])
    }

    /// A field as RFC 4180 writes it.
    static func quoted(_ field: some Collection<UInt8>) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard field.contains(where: { $0 == UInt8(ascii: ",") || $0 == quote || $0 == 0x0A || $0 == 0x0D }) else {
            return Array(field)
        }
        return [quote] + field.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
