// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Exchange
internal import Linkage
internal import Sealing
internal import Terminal

/// One linkage from opened files to groups; nothing is written here.
struct LinkRun {
    let options: LinkCommand
    let console: Console
    let identity: Identity
    let cards: [PartyCard]
    /// In the order of the agencies' names, as datasets are numbered.
    let files: [Opened]
    let input: LinkageInput
    /// The vectors that are compared, by name.
    let vectorNames: [String]

    /// One agency's opened file.
    struct Opened {
        let path: String
        let header: EncodingHeader
        /// The agency's card; its result is sealed to it.
        let sender: PartyCard
    }

    /// Opens, verifies and matches up the files.
    init(options: LinkCommand, console: Console) throws {
        self.options = options
        self.console = console
        identity = try Identity.load(path: options.identity)
        cards = try options.cards.map { try PartyCard.load(path: $0) }
        var opened: [(path: String, dataset: EncodedDataset)] = []
        for path in options.files {
            opened.append((path, try EncodingFile.open(path: path, identity: identity, trusted: cards)))
            try Interruption.check()
        }
        try CompatibilityCheck.check(opened.map(\.dataset.header))
        opened.sort { $0.dataset.header.agency.utf8.lexicographicallyPrecedes($1.dataset.header.agency.utf8) }
        files = opened.map { Opened(path: $0.path, header: $0.dataset.header, sender: $0.dataset.sender) }

        let names = opened[0].dataset.header.vectors.map(\.name)
        var chosen: [Int] = []
        for name in options.vector {
            guard let index = names.firstIndex(of: name) else {
                throw ValidationError(
                    "there is no vector \(name) in the encodings; they hold: \(names.joined(separator: ", "))"
                )
            }
            guard !chosen.contains(index) else { throw ValidationError("--vector names \(name) twice") }
            chosen.append(index)
        }
        vectorNames = chosen.isEmpty ? names : chosen.map { names[$0] }
        input = try LinkageInput(
            opened.map {
                try LinkageDataset(
                    name: $0.dataset.header.agency,
                    tokens: $0.dataset.tokens,
                    vectors: $0.dataset.vectors
                )
            },
            vectors: chosen.isEmpty ? nil : chosen
        )
    }
}
