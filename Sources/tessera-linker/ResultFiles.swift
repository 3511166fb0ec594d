// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Files
internal import Linkage
internal import PartyCommands
internal import Sealing

/// The sealed answers to the agencies: each one's own rows with their project ids.
struct ResultFiles {
    let files: LinkageFiles
    let run: [UInt8]
    let created: String
    let ids: ProjectIDs

    /// Writes the results of all agencies into the subfolder `results`.
    ///
    /// - Parameters:
    ///   - groups: for each dataset the number of each row's group.
    ///   - isLinked: whether each row shares its id with a record of another dataset.
    func write(groups: [[UInt32]], isLinked: [[Bool]], to folder: OutputFolder) throws {
        try folder.makeFolder("results")
        for (dataset, file) in files.files.enumerated() {
            let path = folder.file("results/\(file.header.agency).tessera")
            try write(of: dataset, groups: groups[dataset], isLinked: isLinked[dataset], to: path)
        }
    }

    /// Writes an agency's result, sealed to it.
    private func write(of dataset: Int, groups: [UInt32], isLinked: [Bool], to path: String) throws {
        let header = files.files[dataset].header
        let writer = try ResultFileWriter(
            path: path,
            header: ResultHeader.Draft(project: header.project, run: run, created: created, tool: Version.tool),
            sender: files.identity,
            recipient: files.files[dataset].sender
        )
        let source = files.input.datasets[dataset]
        var sizes = [UInt32](repeating: 0, count: Int(groups.max() ?? 0) + 1)
        for group in groups { sizes[Int(group)] += 1 }
        for row in 0..<source.rows {
            var flags: ResultFlags = isLinked[row] ? .linked : []
            if sizes[Int(groups[row])] > 1 { flags.insert(.sharesID) }
            try writer.append(
                token: source.tokens.rowToken(at: row),
                projectID: Array(ids[Int(groups[row])]),
                flags: flags
            )
        }
        _ = try writer.finish()
    }
}

extension OutputFolder {
    /// Writes a whole text to a file of the folder.
    func write(_ text: String, to name: String) throws {
        let file = try OutputFile(path: file(name))
        try file.write(text)
        try file.commit()
    }
}

extension LinkageDataset {
    /// A row's token in hexadecimal digits.
    func tokenText(_ row: Int) -> String { Hex.encode(tokens[row * RowToken.bytes..<(row + 1) * RowToken.bytes]) }
}
