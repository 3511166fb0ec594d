// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import GRDB
internal import JSONText
package import Sealing

extension SpineStore {
    /// All datasets by number, withdrawn ones among them.
    package func datasets() throws(SpineError) -> [SpineDataset] {
        let datasets = try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM dataset ORDER BY number").map { try SpineDataset($0) }
        }
        guard datasets.map(\.number) == Array(datasets.indices) else {
            throw .damaged("the store's datasets are not whole")
        }
        return datasets
    }

    /// The dataset of a name.
    ///
    /// - Throws: `spine.dataset` if there is none.
    package func dataset(named name: String) throws(SpineError) -> SpineDataset {
        guard let dataset = try datasets().first(where: { $0.name == name }) else {
            throw SpineError(
                .dataset,
                "the spine has no dataset of this name",
                remedy: "'tessera-linker spine status' lists them",
                exitCode: .usage
            )
        }
        return dataset
    }

    /// What the encodings of the project have in common; nil before the first dataset.
    package func format() throws(SpineError) -> SpineFormat? {
        let text = try database.read {
            try String.fetchOne($0, sql: "SELECT value FROM setting WHERE name = 'encodings'")
        }
        guard let text else { return nil }
        guard let format = (try? JSONParser.parse(Array(text.utf8))).flatMap(SpineFormat.init) else {
            throw .damaged("the store's settings are not whole")
        }
        return format
    }

    /// The key of a dataset.
    ///
    /// - Throws: `spine.withdrawn` if it was destroyed; what `DataKey.load` throws.
    func key(_ dataset: SpineDataset, as identity: Identity) throws(SpineError) -> DataKey {
        guard !dataset.isWithdrawn else {
            throw SpineError(
                .withdrawn,
                "the dataset \(dataset.name) was withdrawn: its key is destroyed",
                remedy: "no copy of the store can open it any more",
                exitCode: .nonsense
            )
        }
        let name = try database.read {
            try String.fetchOne($0, sql: "SELECT keyName FROM dataset WHERE number = ?", arguments: [dataset.number])
        }
        return try SpineError.passingOn { () throws(SealingError) in
            try DataKey.load(path: folder.key(name ?? ""), as: identity)
        }
    }

    /// The files of a dataset of one kind, by their rows.
    func files(_ kind: BlockStore.Kind, of dataset: Int) throws(SpineError) -> [BlockStore.Entry] {
        try database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM file WHERE kind = ? AND dataset = ? ORDER BY firstRow, run",
                arguments: [kind.rawValue, dataset]
            ).map { try BlockStore.Entry($0) }
        }
    }

    /// All files of the store.
    func files() throws(SpineError) -> [BlockStore.Entry] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM file ORDER BY dataset, kind, firstRow, run")
                .map { try BlockStore.Entry($0) }
        }
    }

    /// The cipher of a study's ids.
    ///
    /// - Throws: `spine.study` if the store knows no such study.
    package func ids(of study: String, as identity: Identity) throws(SpineError) -> IDCipher {
        let name = try database.read {
            try String.fetchOne($0, sql: "SELECT keyName FROM study WHERE name = ?", arguments: [study])
        }
        guard let name else {
            throw SpineError(
                .study,
                "the spine has no study of this name",
                remedy: "'tessera-linker spine status' lists them; 'spine ids --study NAME' makes one",
                exitCode: .usage
            )
        }
        return try SpineError.passingOn { () throws(SealingError) in
            try IDCipher.load(path: folder.key(name), as: identity)
        }
    }

    /// The names of all studies.
    package func studies() throws(SpineError) -> [String] {
        try database.read { try String.fetchAll($0, sql: "SELECT name FROM study ORDER BY name") }
    }

    /// Makes a study with ids of its own, unless it is there.
    ///
    /// - Throws: `spine.study` for a name that no file can have.
    package func makeStudy(_ name: String, as identity: Identity) throws(SpineError) {
        guard try !studies().contains(name) else { return }
        guard StoreFolder.isName(Self.studyKeyName(name)) else {
            throw SpineError(
                .study,
                "a study's name has 1 to 94 characters of A-Z a-z 0-9 . _ -",
                remedy: "choose a name of these characters",
                exitCode: .usage
            )
        }
        let keyName = Self.studyKeyName(name)
        try SpineError.passingOn { () throws(SealingError) in
            try IDCipher.random().save(path: folder.key(keyName), to: identity.card)
        }
        try database.write {
            try $0.execute(sql: "INSERT INTO study VALUES (?, ?)", arguments: [name, keyName])
        }
    }
}

extension SpineDataset {
    init(_ row: Row) throws(SpineError) {
        guard let role = DatasetRole(rawValue: row["role"]), let signKey = Hex.decode(row["signKey"]),
            let sealKey = Hex.decode(row["sealKey"])
        else { throw .damaged("the store's datasets are not whole") }
        let with: String = row["datasetsWith"]
        self.init(
            number: row["number"],
            name: row["name"],
            role: role,
            policy: LinkPolicy(
                isDeduplicated: row["isDeduplicated"],
                isWithin: row["isWithin"],
                with: with.split(separator: ",").map(String.init),
                isEnriched: row["isEnriched"]
            ),
            card: PartyCard(name: row["name"], signKey: signKey, sealKey: sealKey),
            records: row["records"],
            live: row["live"],
            isWithdrawn: row["isWithdrawn"],
            addedRun: row["addedRun"]
        )
        guard (0...Int(UInt32.max)).contains(records), (0...records).contains(live) else {
            throw .damaged("the store's datasets are not whole")
        }
    }

    func insert(_ database: Database, keyName: String) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO dataset VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                number, name, role.rawValue, policy.isDeduplicated, policy.isWithin, policy.isEnriched,
                policy.with.joined(separator: ","), Hex.encode(card.signKey), Hex.encode(card.sealKey), records, live,
                isWithdrawn, keyName, addedRun,
            ]
        )
    }
}

extension BlockStore.Entry {
    init(_ row: Row) throws(SpineError) {
        guard let kind = BlockStore.Kind(rawValue: row["kind"]) else {
            throw .damaged("the store's files are not whole")
        }
        self.init(
            digest: row["digest"],
            kind: kind,
            dataset: row["dataset"],
            run: row["run"],
            firstRow: row["firstRow"],
            rows: row["rows"],
            bytes: row["bytes"]
        )
        let numbers = [dataset, run, firstRow, rows, bytes / Self.greatestRecordBytes]
        guard bytes >= 0, numbers.allSatisfy((0...Int(UInt32.max)).contains) else {
            throw .damaged("the store's files are not whole")
        }
    }

    /// No record has more bytes in a file than the longest filter.
    private static let greatestRecordBytes = 1 << 20

    func insert(_ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [digest, kind.rawValue, dataset, run, firstRow, rows, bytes]
        )
    }
}
