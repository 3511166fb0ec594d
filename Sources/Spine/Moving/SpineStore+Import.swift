// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import GRDB
package import Sealing

extension SpineStore {
    /// Makes a store of an export, with the same records, ids and ledger, its keys sealed to the importing identity.
    ///
    /// The store appears complete or not at all, and only if the sender signed the export, every byte of it is as it was signed, and
    /// what the files say fits together.
    ///
    /// - Parameters:
    ///   - export: the folder of the export.
    ///   - path: of the new store.
    ///   - sender: who made the export.
    ///   - identity: for whom it was made.
    ///   - onBytes: told how many of how many bytes are copied; false stops.
    /// - Throws: `spine.export` for an export that is damaged, another's, or for another; `spine.version`, `file.exists`, `file.write`,
    ///   `interrupted`.
    package static func importing(
        _ export: String,
        to path: String,
        from sender: PartyCard,
        as identity: Identity,
        onBytes: @escaping (Int, Int) -> Bool = { _, _ in true }
    ) throws(SpineError) -> ExportManifest {
        let manifest = try ExportManifest.read(export, from: sender)
        guard manifest.recipient.sealKey == identity.card.sealKey else {
            throw .export(
                "the export is sealed to \(manifest.recipient.name), not to this identity",
                file: "\(export)/\(ExportManifest.name)",
                remedy: "have the sender export it to the card of this identity",
                exitCode: .untrustedParty
            )
        }
        let names = Set(manifest.files.map(\.path))
        func signed(_ name: String) throws(SpineError) -> String {
            guard names.contains(name) else {
                throw .export("the manifest has no \(name)", file: "\(export)/\(ExportManifest.name)")
            }
            return "\(export)/\(name)"
        }
        try build(path) { folder throws(SpineError) in
            var copy = FileCopy(total: manifest.bytes, onBytes: onBytes)
            for file in manifest.files {
                let (source, target) = ("\(export)/\(file.path)", try folder.place(of: file, in: export))
                guard try copy.copy(source, to: target) == (file.bytes, file.digest) else {
                    throw .export("a file of the export is not as it was signed", file: source)
                }
            }
            try SealedKeys.keep(signed(ExportManifest.keysName), in: folder, as: identity)
            let database = try StoreDatabase(path: folder.database)
            try database.write { database in
                for table in try DatabaseTables.names(database) {
                    try DatabaseTables.read(table, of: database, from: signed("tables/\(table).csv")) { fields in
                        if table == "setting", fields[0] == "owner" { fields[1] = Hex.encode(identity.card.sealKey) }
                    }
                }
            }
            do throws(SpineError) {
                let store = try SpineStore(folder, database, claim: nil)
                guard store.project == manifest.project, try store.runs().count == manifest.runs else {
                    throw .damaged("the tables are not those of the manifest")
                }
                try store.checkWhole(as: identity)
            } catch  where error.kind == .damaged {
                throw .export("the export does not fit together: \(error.message)", file: export)
            }
            try database.close()
        }
        return manifest
    }

    /// Refuses a store of which anything does not fit the rest.
    private func checkWhole(as identity: Identity) throws(SpineError) {
        let faults: [String]
        do {
            faults = try Verification(self, isRead: false, as: identity).faults
        } catch {
            throw .database(error)
        }
        if let fault = faults.first { throw .damaged(fault) }
    }
}

extension StoreFolder {
    /// Where a file of an export belongs in a store; nil for those that the store keeps in another form.
    ///
    /// - Throws: `spine.export` for paths that no export has: nothing is ever written beside the store.
    fileprivate func place(of file: ExportManifest.File, in export: String) throws(SpineError) -> String? {
        let parts = file.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let digits = Set("0123456789abcdef")
        switch (parts.first, parts.count) {
        case (ExportManifest.keysName, 1): return nil
        case ("tables", 2) where Self.isName(parts[1]): return nil
        case ("blocks", 2) where parts[1] == file.digest && file.digest.allSatisfy(digits.contains):
            return block(file.digest)
        case ("ledger", 2):
            if let run = Int(parts[1].prefix { $0 != "." }), Self.ledgerName(run) == parts[1] { return ledger(run) }
        default: break
        }
        throw .export("the manifest names a file that no export has", file: "\(export)/\(ExportManifest.name)")
    }
}

extension SpineError {
    /// An export is not what its sender made for this identity.
    static func export(
        _ what: String,
        file: String,
        remedy: String = "ask the sender for the export again, and compare checksums on the way",
        exitCode: ExitCode = .damagedFile
    ) -> SpineError {
        SpineError(.export, what, remedy: remedy, exitCode: exitCode, position: FaultPosition(file: file))
    }
}
