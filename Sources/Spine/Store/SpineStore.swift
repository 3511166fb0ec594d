// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import GRDB
internal import Glibc
internal import JSONText
package import Sealing

/// A project's spine at the linkage unit: a directory of immutable encrypted files and a database that names them (`Specs/spine.md`).
///
/// One process changes a store at a time; any number may read it meanwhile.
package final class SpineStore {
    let folder: StoreFolder
    let database: StoreDatabase
    let blocks: BlockStore
    private let claim: StoreFolder.Claim?
    package let project: String
    package let policy: SpinePolicy

    static let formatName = "tessera-spine/1"
    /// The study whose ids the ledger is written in.
    package static let ownStudy = "project"

    init(_ folder: StoreFolder, _ database: StoreDatabase, claim: StoreFolder.Claim?) throws(SpineError) {
        let settings = try database.read { database in
            Dictionary(
                uniqueKeysWithValues: try Row.fetchAll(database, sql: "SELECT name, value FROM setting")
                    .map { ($0["name"] as String, $0["value"] as String) }
            )
        }
        guard settings["format"] == Self.formatName else {
            throw SpineError(
                .version,
                "the store was made by another version of Tessera",
                remedy: "use that version, or export there and import here",
                exitCode: .mismatch
            )
        }
        guard let project = settings["project"],
            let policy = (settings["policy"].flatMap { try? JSONParser.parse(Array($0.utf8)) }).flatMap(
                SpinePolicy.init
            )
        else { throw .damaged("the store's settings are not whole") }
        self.folder = folder
        self.database = database
        self.claim = claim
        self.project = project
        self.policy = policy
        blocks = BlockStore(folder: folder)
    }

    /// Opens a store.
    ///
    /// - Parameter isChanged: whether it will be changed; what killed runs left is swept then.
    /// - Throws: `spine.store` if there is none, `spine.busy`, `spine.version`, `spine.damaged`.
    package static func open(_ path: String, isChanged: Bool) throws(SpineError) -> SpineStore {
        let folder = StoreFolder(path: path.withoutTrailingSlashes)
        guard Disk.exists(folder.database) else {
            throw SpineError(
                .store,
                "there is no spine in this folder",
                remedy: "name the folder that 'tessera-linker spine init' made",
                exitCode: .unreadableInput
            )
        }
        let claim = isChanged ? try folder.claim() : nil
        let store = try SpineStore(folder, StoreDatabase(path: folder.database), claim: claim)
        if isChanged { try store.sweep() }
        return store
    }

    /// Makes a new store; the folder appears complete or not at all.
    ///
    /// - Throws: `file.exists`, `file.write`, `spine.database`.
    package static func create(
        _ path: String,
        project: String,
        policy: SpinePolicy,
        identity: Identity,
        time: String
    ) throws(SpineError) {
        try build(path) { folder throws(SpineError) in
            try SpineError.passingOn { () throws(SealingError) in
                try IDCipher.random().save(path: folder.key(studyKeyName(ownStudy)), to: identity.card)
            }
            let ledger = try LedgerWriter(folder, run: 1, kind: .initialised, before: "", project: project, time: time)
            ledger.line("policy \(policy.words)")
            let digest = try ledger.finish()
            let database = try StoreDatabase(path: folder.database)
            try database.write { database in
                let settings = [
                    ("format", formatName), ("project", project), ("policy", policy.jsonValue.compactText()),
                    ("owner", Hex.encode(identity.card.sealKey)),
                ]
                for (name, value) in settings {
                    try database.execute(sql: "INSERT INTO setting VALUES (?, ?)", arguments: [name, value])
                }
                try database.execute(
                    sql: "INSERT INTO study VALUES (?, ?)",
                    arguments: [ownStudy, studyKeyName(ownStudy)]
                )
                try Run(number: 1, kind: .initialised, dataset: nil, time: time, ledger: digest).insert(database)
            }
            try database.close()
        }
    }

    /// Makes the folders of a store, which appear under their name once they are filled, or not at all.
    ///
    /// - Throws: `file.exists`, `file.write`, and what `fill` throws.
    static func build(_ path: String, _ fill: (StoreFolder) throws(SpineError) -> Void) throws(SpineError) {
        let path = path.withoutTrailingSlashes
        guard !Disk.exists(path) else { throw SpineError(FileError(.exists, path: path)) }
        let folder = StoreFolder(path: "\(path).partial-\(getpid())-\(UInt32.random(in: 0 ... .max))")
        do throws(SpineError) {
            try folder.make()
            try fill(folder)
            guard unsafe rename(folder.path, path) == 0 else {
                throw SpineError(FileError(.write, path: path, errno: errno))
            }
        } catch {
            folder.remove()
            throw error
        }
    }

    /// The name of the key of a study's ids.
    static func studyKeyName(_ study: String) -> String { "study-\(study)" }

    /// Removes what no committed run names, and destroys keys that a withdrawal did not come to.
    func sweep() throws(SpineError) {
        let files = try database.read { Set(try String.fetchAll($0, sql: "SELECT digest FROM file")) }
        let keys = Set(try keyNames().map { $0 + ".key" })
        for name in FolderListing.names(folder.keys) where !keys.contains(name) {
            try SpineError.passingOn { () throws(SealingError) in
                try SealedKeyFile.destroy(path: "\(folder.keys)/\(name)")
            }
        }
        folder.sweep(blocks: files, lastRun: try lastRun().number)
    }
}

extension String {
    /// The path of a folder as `OutputFolder` takes it.
    fileprivate var withoutTrailingSlashes: String {
        var path = self
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
