// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Exchange
internal import Linkage
internal import Sealing
internal import SpineFiles
internal import Terminal

/// The encoding files of a linkage, opened, verified and found to belong together.
struct LinkageFiles {
    /// One agency's opened file.
    struct Opened {
        let path: String
        let header: EncodingHeader
        /// The agency's card; its result is sealed to it.
        let sender: PartyCard
        /// SHA-256 of the file.
        let digest: [UInt8]
    }

    let identity: Identity
    /// In the order of the agencies' names, as datasets are numbered.
    let files: [Opened]
    let input: LinkageInput
    /// The vectors that are compared, by name.
    let vectors: [String]

    /// What each row consists of, for scoring.
    var scoredVectors: [ScoredVector] {
        let header = files[0].header
        return header.scoredVectors(vectors.compactMap { name in header.vectors.firstIndex { $0.name == name } })
    }

    /// What is not known of the encodings, if another tool made them; a project has either only such files or none.
    var unverifiedWords: String? { files[0].header.unverifiedWords }

    /// What an approximate search draws its positions by: secret, and another in every project.
    func searchSecret() throws -> [UInt8] { try identity.secret(for: "search/" + files[0].header.project) }

    /// Opens and verifies the files; those that fit the budget together stay in memory.
    ///
    /// - Parameter similarity: nil for what the files' profile is made for.
    init(
        paths: [String],
        identity: Identity,
        cards: [PartyCard],
        vectors chosen: [String],
        similarity: SimilarityMeasure?,
        isWithin: Bool,
        budget: MemoryBudget
    ) throws {
        let headers = try paths.map { try EncodingFile.readEncodingHeader(path: $0) }
        if headers.count > 1 || !isWithin { try CompatibilityCheck.check(headers) }
        let (names, places) = try Self.vectors(chosen, of: headers[0])
        let bits = places.reduce(0) { $0 + headers[0].vectors[$1].bits }
        let isResident = budget.holdsAll(rows: headers.map(\.rows), bits: bits)

        var opened: [(file: Opened, dataset: LinkageDataset)] = []
        for path in paths {
            let rows = try EncodingFile.openRows(
                path: path,
                identity: identity,
                trusted: cards,
                vectors: places,
                isResident: isResident
            )
            opened.append(
                (
                    Opened(path: path, header: rows.header, sender: rows.sender, digest: rows.digest),
                    try LinkageDataset(
                        name: rows.header.agency,
                        tokens: rows.tokens,
                        popcounts: rows.popcounts,
                        source: EncodedRowSource(rows: rows),
                        presence: rows.presence
                    )
                )
            )
            try Interruption.check()
        }
        // The headers that were compared were unverified; these are not.
        if opened.count > 1 || !isWithin { try CompatibilityCheck.check(opened.map(\.file.header)) }
        opened.sort { $0.dataset.name.utf8.lexicographicallyPrecedes($1.dataset.name.utf8) }
        self.identity = identity
        files = opened.map(\.file)
        self.vectors = names
        let measure = similarity ?? files[0].header.profile.similarity
        input = try LinkageInput(opened.map(\.dataset), measure: measure, isWithin: isWithin)
    }

    /// The names and places of the vectors to compare; no names are all but those of relatives.
    private static func vectors(_ chosen: [String], of header: EncodingHeader) throws -> ([String], [Int]) {
        let names = header.vectors.map(\.name)
        guard !chosen.isEmpty else {
            let own = names.indices.filter { header.vectors[$0].relativeOf == nil }
            return (own.map { names[$0] }, own)
        }
        var places: [Int] = []
        for name in chosen {
            guard let index = names.firstIndex(of: name) else {
                throw ValidationError(
                    "there is no vector \(name) in the encodings; they hold: \(names.joined(separator: ", "))"
                )
            }
            guard header.vectors[index].relativeOf == nil else {
                throw ValidationError(
                    "the vector \(name) describes a relative, which says nothing of whether two records are one person"
                )
            }
            guard !places.contains(index) else { throw ValidationError("--vector names \(name) twice") }
            places.append(index)
        }
        return (chosen, places)
    }
}

/// Rows of an encoding file, in memory or read again when they are needed.
private struct EncodedRowSource: RowSource {
    let source: EncodedRows

    init(rows: EncodedRows) { source = rows }

    var rows: Int { source.header.rows }
    var bits: Int { source.bits }
    var isResident: Bool { source.filters != nil }

    func load(_ rows: Range<Int>) throws(LinkageError) -> RowBlock {
        if let filters = source.filters { return RowBlock(filters, firstRow: 0, rows: rows) }
        do throws(ExchangeError) {
            return RowBlock(try source.load(rows), firstRow: rows.lowerBound, rows: rows)
        } catch {
            throw LinkageError(error)
        }
    }
}

extension EncodingHeader {
    /// What is not known of the encodings, if another tool made them.
    var unverifiedWords: String? {
        profile.isUnverified
            ? "the encodings are unverified: imported, with schema and key as they were declared" : nil
    }
}
