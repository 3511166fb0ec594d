// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import GRDB
package import Sealing

extension SpineStore {
    /// Writes all that the store is for another linkage unit, or another identity: files that stay encrypted, tables, the ledger, and keys
    /// sealed to the recipient alone (`Specs/spine-export.md`).
    ///
    /// The store must be open for changes, so that nobody changes it meanwhile; it is not changed.
    ///
    /// - Parameters:
    ///   - path: the folder, which appears complete or not at all.
    ///   - time: now, in UTC.
    ///   - onBytes: told how many of how many bytes are copied; false stops.
    /// - Throws: `file.exists`, `file.write`, `spine.damaged`, `sealing.key`, `interrupted`.
    package func export(
        to path: String,
        for recipient: PartyCard,
        as identity: Identity,
        time: String,
        onBytes: @escaping (Int, Int) -> Bool = { _, _ in true }
    ) throws(SpineError) -> ExportManifest {
        let folder = try SpineError.passingOn { () throws(FileError) in
            let folder = try OutputFolder(path: path)
            for name in ["tables", "blocks", "ledger"] { try folder.makeFolder(name) }
            return folder
        }
        let (entries, runs) = (try files(), try runs())
        var copy = FileCopy(total: entries.reduce(0) { $0 + $1.bytes + DataKey.overhead }, onBytes: onBytes)
        var files: [ExportManifest.File] = []
        let originals =
            entries.map { (self.folder.block($0.digest), "blocks/\($0.digest)", $0.digest) }
            + runs.map { (self.folder.ledger($0.number), "ledger/\(StoreFolder.ledgerName($0.number))", $0.ledger) }
        for (source, name, expected) in originals {
            let (bytes, digest) = try copy.copy(source, to: folder.file(name))
            guard digest == expected else {
                throw .damaged("a file of the store is not as it was written", file: source)
            }
            files.append(ExportManifest.File(path: name, bytes: bytes, digest: digest))
        }
        try writeKeys(to: folder.file(ExportManifest.keysName), for: recipient, as: identity)
        for name in try writeTables(to: folder) + [ExportManifest.keysName] {
            let (bytes, digest) = try copy.copy(folder.file(name), to: nil)
            files.append(ExportManifest.File(path: name, bytes: bytes, digest: digest))
        }
        let manifest = ExportManifest(
            project: project,
            policy: policy.words,
            runs: runs.count,
            time: time,
            sender: identity.card,
            recipient: recipient,
            files: files
        )
        try manifest.write(to: folder, as: identity)
        try SpineError.passingOn { () throws(FileError) in try folder.commit() }
        return manifest
    }

    /// Writes every table of the database; returns their paths.
    private func writeTables(to folder: OutputFolder) throws(SpineError) -> [String] {
        try database.read { database in
            try DatabaseTables.names(database).map { table in
                let name = "tables/\(table).csv"
                try DatabaseTables.write(table, of: database, to: folder.file(name))
                return name
            }
        }
    }

    /// Writes every key, sealed to the recipient, a line each.
    private func writeKeys(to path: String, for recipient: PartyCard, as identity: Identity) throws(SpineError) {
        var lines = [SealedKeys.formatName]
        for dataset in try datasets() where !dataset.isWithdrawn {
            let (name, key) = (try keyName(of: dataset), try key(dataset, as: identity))
            lines.append(
                try SpineError.passingOn { () throws(SealingError) in
                    SealedKeys.line(.data, name, try key.sealed(to: recipient))
                }
            )
        }
        for study in try studies() {
            let ids = try ids(of: study, as: identity)
            lines.append(
                try SpineError.passingOn { () throws(SealingError) in
                    SealedKeys.line(.ids, Self.studyKeyName(study), try ids.sealed(to: recipient))
                }
            )
        }
        try SpineError.passingOn { () throws(FileError) in
            let file = try OutputFile(path: path, mode: 0o600)
            try file.write(lines.joined(separator: "\n") + "\n")
            try file.commit()
        }
    }
}
