// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import JSONText
package import Sealing

/// What an export of a store is: of which project, from whom, to whom, and the digest of every file of it (`Specs/spine-export.md` §2).
package struct ExportManifest: Sendable, Equatable {
    /// A file of the export but the manifest and its signature.
    package struct File: Sendable, Equatable {
        /// From the export's folder on, such as `ledger/000001.txt`.
        package let path: String
        package let bytes: Int
        /// SHA-256, in hexadecimal digits.
        package let digest: String
    }

    package let project: String
    /// How the store decides, in words.
    package let policy: String
    package let runs: Int
    /// UTC.
    package let time: String
    package let sender: PartyCard
    package let recipient: PartyCard
    package let files: [File]

    static let name = "manifest.json"
    static let signatureName = "manifest.sig"
    static let keysName = "keys.sealed"
    private static let formatName = "tessera-spine-export"
    private static let version = 1
    private static let greatestBytes = 256 << 20

    /// The size of all files together.
    package var bytes: Int { files.reduce(0) { $0 + $1.bytes } }
}

extension ExportManifest {
    /// Writes the manifest and the sender's signature over its bytes.
    func write(to folder: OutputFolder, as identity: Identity) throws(SpineError) {
        let text = Array(jsonValue.prettyText().utf8)
        let signature = StreamSignature()
        signature.update(text)
        let digits = Hex.encode(signature.sign(as: identity)) + "\n"
        for (name, content) in [(Self.name, text), (Self.signatureName, Array(digits.utf8))] {
            try SpineError.passingOn { () throws(FileError) in
                let file = try OutputFile(path: folder.file(name), mode: 0o600)
                try file.write(content)
                try file.commit()
            }
        }
    }

    /// Reads the manifest of a folder, once it is known to be the sender's.
    ///
    /// - Throws: `spine.export` if it is none, was changed or is another's; `spine.version` if it is of a newer format.
    static func read(_ folder: String, from sender: PartyCard) throws(SpineError) -> ExportManifest {
        let path = "\(folder)/\(name)"
        let (text, digits) = try SpineError.passingOn { () throws(FileError) in
            (
                try InputFile(path: path).readAll(limit: greatestBytes),
                try InputFile(path: "\(folder)/\(signatureName)").readAll(limit: 1_000)
            )
        }
        let signature = StreamSignature()
        signature.update(text)
        guard let bytes = Hex.decode(String(decoding: digits.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)),
            signature.isValid(bytes, signKey: sender.signKey)
        else {
            throw .export(
                "the signature does not fit: the export was changed, or another than \(sender.name) made it",
                file: path,
                exitCode: .untrustedParty
            )
        }
        guard let value = try? JSONParser.parse(text), value["format"]?.string == formatName,
            let version = value["version"]?.integer
        else { throw .export("the file is no manifest of an export", file: path) }
        guard version == Self.version else {
            throw SpineError(
                .version,
                "the export is of format \(version), and this version of Tessera knows format \(Self.version)",
                remedy: "import it with a version of Tessera that is as new as the sender's",
                exitCode: .mismatch
            )
        }
        guard let manifest = ExportManifest(value) else { throw .export("the manifest is not whole", file: path) }
        return manifest
    }

    private var jsonValue: JSONValue {
        [
            "format": .string(Self.formatName), "version": .integer(Self.version), "project": .string(project),
            "policy": .string(policy), "runs": .integer(runs), "time": .string(time), "sender": sender.jsonValue,
            "recipient": recipient.jsonValue,
            "files": .array(
                files.map {
                    ["path": .string($0.path), "bytes": .integer($0.bytes), "sha256": .string($0.digest)]
                }
            ),
        ]
    }

    private init?(_ value: JSONValue) {
        guard let project = value["project"]?.string, let policy = value["policy"]?.string,
            let runs = value["runs"]?.integer, let time = value["time"]?.string,
            let sender = value["sender"].flatMap(PartyCard.init), let list = value["files"]?.array,
            let recipient = value["recipient"].flatMap(PartyCard.init)
        else { return nil }
        var files: [File] = []
        for file in list {
            guard let path = file["path"]?.string, let bytes = file["bytes"]?.integer, bytes >= 0,
                let digest = file["sha256"]?.string
            else { return nil }
            files.append(File(path: path, bytes: Int(bytes), digest: digest))
        }
        self.init(
            project: project,
            policy: policy,
            runs: Int(runs),
            time: time,
            sender: sender,
            recipient: recipient,
            files: files
        )
    }
}

extension PartyCard {
    fileprivate var jsonValue: JSONValue {
        [
            "name": .string(name), "signKey": .string(Hex.encode(signKey)), "sealKey": .string(Hex.encode(sealKey)),
        ]
    }

    fileprivate init?(_ value: JSONValue) {
        guard let name = value["name"]?.string, let signKey = value["signKey"]?.string.flatMap({ Hex.decode($0) }),
            let sealKey = value["sealKey"]?.string.flatMap({ Hex.decode($0) })
        else { return nil }
        self.init(name: name, signKey: signKey, sealKey: sealKey)
    }
}
