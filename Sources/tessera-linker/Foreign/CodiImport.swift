// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import Sealing

/// A data owner's zip as MITRE's tools write it: a file of encodings for each project, and metadata.
struct CodiImport {
    let path: String
    let declared: DeclaredEncodings
    let folder: OutputFolder

    /// The metadata in an imported folder, byte for byte as they came.
    static let metadataName = "metadata.json"
    /// What an archive may hold unpacked: ten projects of seven million encodings of 4,096 bits.
    private static let limit = 1 << 36
    private static let metadataLimit = 1 << 20

    /// Writes a subfolder for each project, and the metadata beside them.
    func write(identity: Identity, recipient: PartyCard) throws -> [(name: String, counts: ImportCounts)] {
        let zip = try ZipReader(path: path, limit: Self.limit)
        let metadata = try zip.entry("of metadata") { $0.name.contains("metadata") }
        let content = try zip.content(of: metadata, limit: Self.metadataLimit)
        guard let value = try? JSONParser.parse(content), value.members != nil else { throw Self.metadataFault(path) }
        let file = try OutputFile(path: folder.file(Self.metadataName))
        try file.write(content)
        try file.commit()
        let projects = zip.entries.filter { $0.name != metadata.name && $0.name.hasSuffix(".json") }
        guard !projects.isEmpty, Set(projects.map(\.baseName)).count == projects.count else {
            throw ExchangeError.foreign(
                .foreignZipEntry,
                "the archive has no file of encodings, or two of one name",
                remedy: "ask for the archive again, as the tool wrote it"
            )
        }
        var outcome: [(name: String, counts: ImportCounts)] = []
        for entry in projects {
            let isHouseholds = entry.name.split(separator: "/").dropLast().contains("households")
            let expected = value[isHouseholds ? "number_of_households" : "number_of_records"]?.integer.map(Int.init)
            let counts: ImportCounts
            do {
                counts = try read(entry, of: zip, identity: identity, recipient: recipient)
            } catch let error as ExchangeError where error.position?.file == nil {
                throw error.at("\(path)/\(entry.name)")
            }
            guard isHouseholds && expected == nil || expected == counts.rows else {
                throw ExchangeError.foreign(
                    .foreignCount,
                    "a project has another number of encodings than the metadata say",
                    remedy: "ask for the archive again, as the tool wrote it"
                ).at("\(path)/\(entry.name)")
            }
            outcome.append((String(entry.baseName.dropLast(5)), counts))
        }
        return outcome
    }

    private func read(
        _ entry: ZipReader.Entry,
        of zip: ZipReader,
        identity: Identity,
        recipient: PartyCard
    ) throws -> ImportCounts {
        let name = String(entry.baseName.dropLast(5))
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(\.isNameByte), name.first != "." else {
            throw ExchangeError.foreign(
                .foreignZipName,
                "a project's name is not 1 to 64 of A-Z a-z 0-9 . _ -",
                remedy: "ask for the archive again, as the tool wrote it"
            )
        }
        var declared = declared
        declared.scheme += "\0\(name)"
        var sink = ImportSink(
            writer: try ImportWriter(
                folder: folder,
                subfolder: name,
                declared: declared,
                identity: identity,
                recipient: recipient,
                hasBlocks: false,
                hasIDs: false
            )
        )
        var parser = AnonlinkUploadParser(expectedBytes: declared.bits / 8)
        try unsafe zip.read(entry) { (piece) throws(ExchangeError) in try unsafe parser.feed(piece, to: &sink) }
        _ = try parser.finish()
        return try sink.writer.finish()
    }

    static func metadataFault(_ path: String) -> ExchangeError {
        .foreign(
            .foreignMetadata,
            "the metadata in \(path) are no JSON object",
            remedy: "ask for the archive again, as the tool wrote it"
        )
    }
}
