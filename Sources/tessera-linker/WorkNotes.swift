// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Sealing

/// What lies beside a plan for those who work on it: where the files are and whose they are.
struct WorkNotes {
    struct File {
        var path: String
        var sender: PartyCard
    }

    var created: String
    /// Whether the threshold was read from the data.
    var isThresholdFromData: Bool
    /// The number of candidate pairs that ends the comparison.
    var pairLimit: Int
    /// For each agency the path of its file of blocks; none if none were given.
    var blocks: [String: String]
    var files: [File]

    var jsonValue: JSONValue {
        [
            "created": .string(created),
            "tool": .string(Version.tool),
            "thresholdFromData": .bool(isThresholdFromData),
            "maxPairs": .integer(pairLimit),
            "blocks": .object(blocks.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }),
            "files": .array(
                files.map {
                    [
                        "path": .string($0.path), "agency": .string($0.sender.name),
                        "signKey": .string(Hex.encode($0.sender.signKey)),
                        "sealKey": .string(Hex.encode($0.sender.sealKey)),
                    ]
                }
            ),
        ]
    }

    init(created: String, isThresholdFromData: Bool, pairLimit: Int, blocks: [String: String], files: [File]) {
        self.blocks = blocks
        self.created = created
        self.isThresholdFromData = isThresholdFromData
        self.pairLimit = pairLimit
        self.files = files
    }

    /// Reads them; throws `linkage.plan` if something is missing.
    init(_ json: JSONValue) throws(LinkageError) {
        guard let created = json["created"]?.string, let isFromData = json["thresholdFromData"]?.bool,
            let pairLimit = json["maxPairs"]?.integer, pairLimit > 0, let blocks = json["blocks"]?.members,
            let files = json["files"]?.array?.map(File.init), !files.contains(where: { $0 == nil })
        else { throw .plan("its notes are damaged") }
        self.created = created
        self.blocks = Dictionary(blocks.map { ($0.key, $0.value.string ?? "") }) { first, _ in first }
        isThresholdFromData = isFromData
        self.pairLimit = Int(pairLimit)
        self.files = files.compactMap { $0 }
    }

    /// The blocks; nil if none were given.
    var blockFiles: BlockFiles? { blocks.isEmpty ? nil : BlockFiles(paths: blocks) }

    /// A path that means the same from everywhere; as given if there is nothing.
    static func absolute(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}

extension WorkNotes.File {
    fileprivate init?(_ json: JSONValue) {
        guard let path = json["path"]?.string, let name = json["agency"]?.string,
            let signKey = json["signKey"]?.string.flatMap(Hex.decode), signKey.count == 32,
            let sealKey = json["sealKey"]?.string.flatMap(Hex.decode), sealKey.count == 32
        else { return nil }
        self.init(path: path, sender: PartyCard(name: name, signKey: signKey, sealKey: sealKey))
    }
}
