// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Terminal

/// Takes over the encodings that another tool made, as an ordinary encoding file.
struct ImportCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over encodings of another tool: anonlink, clkhash, MITRE, Tufts, PRIMAT, CSV.",
        discussion: """
            The folder OUTPUT gets encodings.tessera, which 'link', 'plan' and 'spine add' take as any other; AGENCY.card and \
            AGENCY.identity, the sender made for it; rows.csv, which row of the file is which token; and blocks.csv, if there are \
            blocks. Nothing in such a file says how it was made, so everything is declared, nothing is guessed, and the file is \
            marked as unverified from then on. Only files declared alike link. Of a zip of MITRE's data owner tools, each project \
            becomes a folder of its own in OUTPUT.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case clkJSON = "clk-json"
        case clknblocks, binary, csv, primat
        case codiZip = "codi-zip"

        var isTable: Bool { self == .csv || self == .primat }
    }

    @Argument(help: "The file.")
    var file: String

    @Option(help: "clk-json, clknblocks (also encodings with blocks), binary, csv, primat or codi-zip.")
    var format: Format

    @Option(help: "The agency whose records they are: letters, digits, '.', '_' and '-'.")
    var agency: String

    @Option(help: "The project that the file is for.")
    var project: String

    @Option(
        help:
            "How the encodings were made, in words that all agencies' files are declared with, such as 'clkhash v3 2026-01 key 2'."
    )
    var scheme: String

    @Option(help: "Bits of an encoding: a multiple of 64 from 64 to 65,536.")
    var length: Int

    @Option(help: "The card of this linkage unit.")
    var recipient: String

    @Option(name: [.short, .long], help: "The folder to write; it must not exist.")
    var output: String

    @Option(help: "The file of blocks that 'anonlink block' made beside the encodings.")
    var blocks: String?

    @OptionGroup var form: ForeignFormOptions

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        guard ForeignVectors.isLength(length) else {
            throw ValidationError("--length must be a multiple of 64 from 64 to 65536")
        }
        if [.clkJSON, .clknblocks, .codiZip].contains(format),
            !AnonlinkUploadParser.encodingBytes.contains(length / 8)
        {
            throw ValidationError("encodings in JSON have 8192 bits at most")
        }
        if format.isTable != (form.vectorColumn != nil) {
            throw ValidationError("--vector-column is for csv and primat, which need it")
        }
        if blocks != nil, format == .clknblocks || format == .codiZip {
            throw ValidationError("--blocks is for encodings without blocks")
        }
        if form.source != nil, form.sourceColumn == nil { throw ValidationError("--source needs --source-column") }
        if form.bitOrder == .lsb, format != .csv, format != .binary, format != .primat {
            throw ValidationError("--bit-order is for csv and binary: the other formats have one")
        }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        Interruption.install()
        let folder = try OutputFolder(path: output)
        let declared = DeclaredEncodings(
            project: project,
            scheme: scheme,
            bits: length,
            bitOrder: format == .primat ? .lsb : form.bitOrder
        )
        let recipient = try PartyCard.load(path: recipient)
        let identity = try Identity.generate(name: agency)
        if format == .codiZip {
            let outcome = try CodiImport(path: file, declared: declared, folder: folder).write(
                identity: identity,
                recipient: recipient
            )
            return try finish(outcome, folder, console)
        }
        let writer = try ImportWriter(
            folder: folder,
            subfolder: "",
            declared: declared,
            identity: identity,
            recipient: recipient,
            hasBlocks: format == .clknblocks || blocks != nil,
            hasIDs: form.idColumn != nil
        )
        let counts: ImportCounts
        do {
            try read(into: writer)
            counts = try writer.finish()
        } catch let error as ExchangeError where error.position?.file == nil {
            throw error.at(file)
        }
        return try finish([("", counts)], folder, console)
    }

    private func read(into writer: ImportWriter) throws {
        let vectors = ForeignVectors(
            bits: length,
            text: form.encoding,
            bitOrder: format == .primat ? .lsb : form.bitOrder,
            isTrimmed: format == .primat
        )
        switch format {
        case .clkJSON, .clknblocks:
            var sink = ImportSink(writer: writer)
            let parser = AnonlinkUploadParser(expectedBytes: length / 8)
            let summary = try ForeignFile.readJSON(file, parser, to: &sink)
            guard summary.hasBlocks == (format == .clknblocks) else {
                throw ExchangeError.foreign(
                    .foreignBlocks,
                    summary.hasBlocks ? "the file has blocks" : "the file has no blocks",
                    remedy: "declare it as --format \(summary.hasBlocks ? "clknblocks" : "clk-json")"
                ).at(file)
            }
        case .binary:
            try unsafe ForeignFile.readBinary(file, vectors) { (vector) throws(ExchangeError) in
                try unsafe writer.append(vector, id: nil)
            }
        case .csv, .primat:
            try unsafe ForeignFile.readDelimited(file, vectors, try form.columns()) {
                (vector, id) throws(ExchangeError) in
                try unsafe writer.append(vector, id: id)
            }
        case .codiZip: return
        }
        guard let blocks else { return }
        var sink = ImportSink(writer: writer)
        let summary = try ForeignFile.readJSON(blocks, .blocksFile(), to: &sink)
        guard summary.clkCount == nil || summary.clkCount == writer.counts.rows else {
            throw ExchangeError.foreign(
                .foreignCount,
                "the blocks were made of another number of encodings than the file has",
                remedy: "make the blocks and the encodings of the same table"
            ).at(blocks)
        }
    }

    private func finish(
        _ parts: [(name: String, counts: ImportCounts)],
        _ folder: OutputFolder,
        _ console: Console
    ) throws -> Faults.ExitCode {
        try Interruption.check()
        try folder.commit()
        var lines: [String] = []
        for (name, counts) in parts {
            let place = name.isEmpty ? output : "\(output)/\(name)"
            lines.append(
                "\(place): \(Quantities.grouped(counts.rows)) records of \(agency), \(length) bits, unverified: declared as \(scheme)"
            )
            lines.append(counts.line)
            if counts.hasUnkeyedBlocks {
                console.warning(
                    "block ids of p-sig are hashes without a key: who knows names can compute them",
                    hint: "treat the file of blocks like the table itself; lambda-fold has no such ids"
                )
            }
        }
        try console.result(
            text: lines,
            json: [
                "output": .string(output), "agency": .string(agency), "bits": .integer(length), "unverified": true,
                "parts": .array(parts.map { $0.counts.json(name: $0.name) }),
            ]
        )
        return .done
    }
}

/// How a table of encodings is written.
struct ForeignFormOptions: ParsableArguments {
    @Option(help: "csv, primat: the column of the vector; without a header its number from 1.")
    var vectorColumn: String?

    @Option(help: "csv, primat: the column of the record's id. Default: none; the row's number from 0 is the id.")
    var idColumn: String?

    @Option(help: "csv, primat: the column that says whose the row is.")
    var sourceColumn: String?

    @Option(help: "csv, primat: take only rows of this source.")
    var source: String?

    @Option(help: "csv: 'base64' or 'hex'.")
    var encoding = ForeignVectors.Text.base64

    @Option(help: "csv, binary: whether the first bit of a byte is its most ('msb') or least ('lsb') significant.")
    var bitOrder = ForeignVectors.BitOrder.msb

    @Option(help: "csv, primat: the character between fields, or 'tab'.")
    var delimiter = ","

    @Flag(help: "csv, primat: the first record is one of data.")
    var noHeader = false

    func columns() throws -> ForeignFile.Columns {
        guard let delimiter = delimiter == "tab" ? 0x09 : self.delimiter.utf8.first,
            self.delimiter == "tab" || self.delimiter.utf8.count == 1,
            ![0x0A, 0x0D, UInt8(ascii: "\"")].contains(delimiter)
        else { throw ValidationError("--delimiter must be one ASCII character, or tab") }
        var columns = ForeignFile.Columns(
            vector: vectorColumn ?? "",
            id: idColumn,
            source: sourceColumn,
            wanted: source
        )
        columns.delimiter = delimiter
        columns.hasHeader = !noHeader
        return columns
    }
}

extension ForeignVectors.Text: ExpressibleByArgument {}
extension ForeignVectors.BitOrder: ExpressibleByArgument {}
