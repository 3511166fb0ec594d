// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Exchange
internal import Files
internal import Linkage
internal import Sealing
internal import Terminal

/// Encodings in the forms of other tools: in the order of the file that was imported, else in that of the encoding file.
struct EncodingsExport {
    let options: ExportCommand

    /// Writes the encodings; returns their number.
    func write() throws -> Int {
        var isFolder = true
        let folder: ImportedFolder?
        do { folder = try ImportedFolder(path: options.sources[0]) } catch let error as ExchangeError
            where error.kind.rawValue == "file.open" && options.card != nil
        {
            folder = nil
            isFolder = false
        }
        let card: PartyCard
        if let folder { card = try folder.card() } else { card = try PartyCard.load(path: options.card ?? "") }
        let data = try EncodingFile.open(
            path: isFolder ? options.sources[0] + "/encodings.tessera" : options.sources[0],
            identity: try Identity.load(path: options.identity ?? ""),
            trusted: [card]
        )
        guard data.vectors.count == 1, let index = TokenIndex(tokens: data.tokens) else {
            throw ValidationError("other tools have one vector a record; these records have \(data.vectors.count)")
        }
        let file = try OutputFile(path: options.output)
        let form = ForeignVectors(
            bits: data.vectors[0].bits,
            text: options.format == .csv ? options.encoding : .base64,
            bitOrder: options.format == .primat ? .lsb : options.bitOrder,
            isTrimmed: options.format == .primat
        )
        let blocks = try folder.map { try self.blocks(of: $0) } ?? [:]
        var text = Array(start(agency: data.header.agency).utf8)
        for number in 0..<data.header.rows {
            let token = (folder?.rows.tokens ?? data.tokens).rowToken(at: number)
            guard let row = index.row(of: token) else { throw LinkerError.rowsFile(options.sources[0]) }
            unsafe data.vectors[0].withUnsafeRow(row) { vector in
                switch options.format {
                case .clkJSON, .clknblocks:
                    text += Array((number == 0 ? "" : ", ").utf8)
                    text += Array((options.format == .clknblocks ? "[\"" : "\"").utf8)
                    unsafe form.append(vector, to: &text)
                    text.append(UInt8(ascii: "\""))
                    if options.format == .clknblocks {
                        for block in blocks[token] ?? [] { text += Array(", \"\(block)\"".utf8) }
                        text.append(UInt8(ascii: "]"))
                    }
                case .binary:
                    unsafe text += Array(vector)
                    if options.bitOrder == .lsb {
                        for place in text.indices { text[place] = text[place].bitsReversed }
                    }
                default:
                    text += RowsFile.quoted(folder?.rows.id(of: number) ?? Array("\(number)".utf8))
                    text += Array(",\(data.header.agency),".utf8)
                    unsafe form.append(vector, to: &text)
                    text.append(0x0A)
                }
            }
            try file.write(text)
            text.removeAll(keepingCapacity: true)
            if number.isMultiple(of: 65_536) { try Interruption.check() }
        }
        if options.format == .clkJSON || options.format == .clknblocks { try file.write("]}\n") }
        try file.commit()
        return data.header.rows
    }

    private func start(agency: String) -> String {
        switch options.format {
        case .clkJSON: "{\"clks\": ["
        case .clknblocks: "{\"clknblocks\": ["
        case .csv, .primat: "row_id,source,clk\n"
        default: ""
        }
    }

    /// The blocks of an imported file, which have other names than there.
    private func blocks(of folder: ImportedFolder) throws -> [RowToken: [String]] {
        guard options.format == .clknblocks else { return [:] }
        let reader = try DelimitedReader(path: folder.path + "/blocks.csv", delimiter: UInt8(ascii: ","))
        var blocks: [RowToken: [String]] = [:]
        _ = try reader.next()
        while try reader.next() {
            guard reader.fieldCount == 2,
                let token = Hex.decode(String(decoding: reader.field(0), as: UTF8.self)), token.count == RowToken.bytes
            else { throw LinkerError.rowsFile(folder.path + "/blocks.csv") }
            blocks[token.rowToken(at: 0), default: []].append(String(decoding: reader.field(1), as: UTF8.self))
        }
        return blocks
    }
}
