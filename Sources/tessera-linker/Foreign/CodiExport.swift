// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Sealing
internal import Terminal

/// The results of a CODI network: one link id for each person over all projects, in a zip for each system.
struct CodiExport {
    let options: ExportCommand

    /// Writes the zips and the unit's own table; returns the number of link ids.
    func write() throws -> Int {
        let linked = try options.sources.map { try Self.pair($0, "PROJECT=FOLDER") }
        let weights = try weights(of: linked.map(\.0))
        guard let first = linked.first else { return 0 }
        let systems = try options.datasets.map { try ImportedFolder(path: "\($0)/\(first.0)") }
        guard Set(systems.map(\.agency)).count == systems.count else {
            throw ValidationError("two --dataset are of one agency")
        }
        var people = LinkedPeople(sizes: systems.map(\.rows.count))
        for (project, folder) in linked {
            let folders = try options.datasets.map { try ImportedFolder(path: "\($0)/\(project)") }
            guard zip(folders, systems).allSatisfy({ $0.agency == $1.agency && $0.rows.count == $1.rows.count }) else {
                throw LinkerError.foreignPair(folder, 0)
            }
            people.add(try options.linked(folder, folders).groups(), weight: weights[project] ?? 1)
        }
        for project in options.exact {
            people.add(try equalEncodings(of: project), weight: weights[project] ?? 1)
        }
        let ids = try people.ids()
        let stamp = Stamp()
        let folder = try OutputFolder(path: options.output)
        for (place, system) in systems.enumerated() {
            try writeZip(of: system, number: place, ids, stamp, to: folder)
        }
        try writeTable(ids, systems.map(\.agency), stamp, to: folder)
        try folder.commit()
        return ids.count
    }

    private var suffix: String { options.households ? "_households" : "" }

    private func writeZip(
        of system: ImportedFolder,
        number: Int,
        _ ids: LinkIDs,
        _ stamp: Stamp,
        to folder: OutputFolder
    ) throws {
        let source = "\(options.datasets[number])/\(CodiImport.metadataName)"
        let metadata = try JSONParser.parse(try InputFile(path: source).readAll(limit: 1 << 20), file: source)
        let name = system.agency + suffix
        let file = try OutputFile(path: folder.file("\(name).zip"), mode: 0o600)
        let archive = ZipWriter(to: file)
        try archive.add("output/\(options.households ? "households/" : "")\(name).csv") { emit in
            try emit("LINK_ID,\(system.agency)\r\n")
            for (row, person) in ids.people[number].enumerated() { try emit("\(ids.id(of: person)),\(row)\r\n") }
        }
        let own: JSONValue = .object([
            ("link_id_metadata", stamp.json),
            ("input_system_metadata", metadata),
            (
                "output_system_metadata",
                [
                    "creation_date": .string(stamp.date), "number_of_records": .integer(system.rows.count),
                    "uuid1": .string(try Self.randomUUID()),
                ]
            ),
        ])
        try archive.add("output/\(system.agency)-metadata\(stamp.compact).json") { emit in try emit(own.prettyText()) }
        try archive.finish()
        try file.commit()
    }

    /// Writes which id has which row of which system.
    private func writeTable(_ ids: LinkIDs, _ systems: [String], _ stamp: Stamp, to folder: OutputFolder) throws {
        let file = try OutputFile(path: folder.file("link_ids-\(stamp.compact).csv"), mode: 0o600)
        try file.write("LINK_ID,\(systems.joined(separator: ","))\n")
        let rows = ids.people.map { people in
            var rows = [UInt32](repeating: .max, count: ids.count)
            for (row, person) in people.enumerated() { rows[Int(person)] = UInt32(row) }
            return rows
        }
        for person in ids.inOrder() {
            let cells = rows.map { $0[Int(person)] == .max ? "" : "\($0[Int(person)])" }
            try file.write("\(ids.id(of: person)),\(cells.joined(separator: ","))\n")
        }
        try file.commit()
        try folder.write(stamp.json.prettyText(), to: "link_id-metadata-\(stamp.compact).json")
    }

    /// Records of several systems whose encodings in a project are the same.
    private func equalEncodings(of project: String) throws -> [[UInt64]] {
        let identity = try Identity.load(path: options.identity ?? "")
        var records: [[UInt8]: [UInt64]] = [:]
        for (system, path) in options.datasets.enumerated() {
            let folder = try ImportedFolder(path: "\(path)/\(project)")
            let data = try EncodingFile.open(
                path: folder.path + "/encodings.tessera",
                identity: identity,
                trusted: [try folder.card()]
            )
            for row in 0..<data.header.rows {
                guard let place = folder.row(of: data.tokens.rowToken(at: row)) else {
                    throw LinkerError.rowsFile(folder.path)
                }
                unsafe data.vectors[0].withUnsafeRow(row) { vector in
                    // A vector without any bit says nothing of a person.
                    guard unsafe vector.contains(where: { $0 != 0 }) else { return }
                    let digest = unsafe Array(SHA256.digest(of: Array(vector)).prefix(16))
                    records[digest, default: []].append(UInt64(system) << 32 | UInt64(place))
                }
            }
        }
        return records.values.filter { Set($0.map { $0 >> 32 }).count > 1 }
    }

    private func weights(of projects: [String]) throws -> [String: Double] {
        var weights: [String: Double] = [:]
        for text in options.weight {
            let (project, value) = try Self.pair(text, "PROJECT=WEIGHT")
            guard let weight = Double(value), weight >= 0, weight.isFinite,
                projects.contains(project) || options.exact.contains(project)
            else { throw ValidationError("--weight must be PROJECT=WEIGHT, of a project that is given") }
            weights[project] = weight
        }
        return weights
    }

    private static func pair(_ text: String, _ form: String) throws -> (String, String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw ValidationError("codi-zip takes \(form)") }
        return (parts[0], parts[1])
    }

    static func randomUUID() throws -> String {
        let random = try RandomStream()
        var digits = Array(LinkIDs.text(random.next(), random.next()))
        digits[12] = "4"
        digits[16] = "8"
        for place in [20, 16, 12, 8] { digits.insert("-", at: place) }
        return String(digits)
    }
}

/// When an export was made, in the spellings of the format.
struct Stamp {
    /// `20261121T020000`.
    let compact: String
    /// `2026-11-21T02:00:00.000000`, the same second.
    let date: String
    let json: JSONValue

    init() {
        let now = UTCTime.now()
        compact = now.filter { $0.isNumber || $0 == "T" }
        date = now.replacing("Z", with: ".000000")
        json = ["creation_date": .string(date), "uuid1": .string((try? CodiExport.randomUUID()) ?? "")]
    }
}
