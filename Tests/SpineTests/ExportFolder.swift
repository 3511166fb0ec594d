// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import JSONText
import Sealing

/// An export that a test changes, with or without the sender's help.
struct ExportFolder {
    let path: String

    func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))) }

    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    func write(_ bytes: [UInt8], as name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    /// The paths of all files.
    var names: [String] {
        get throws {
            try FileManager.default.subpathsOfDirectory(atPath: path).filter {
                (try? InputFile(path: "\(path)/\($0)")) != nil
            }.sorted()
        }
    }

    /// Replaces text of a file, and has the sender sign the export as if it had always been so.
    func replace(_ old: String, _ new: String, in name: String, signedBy sender: Identity) throws {
        let changed = try text(name).replacingOccurrences(of: old, with: new)
        try write(Array(changed.utf8), as: name)
        guard name != "manifest.json" else { return try sign(as: sender) }
        let manifest = try JSONParser.parse(read("manifest.json"))
        let files = (manifest["files"]?.array ?? []).map { file -> JSONValue in
            guard let path = file["path"], path.string == name else { return file }
            return [
                "path": path, "bytes": .integer(changed.utf8.count),
                "sha256": .string(Hex.encode(SHA256.digest(of: Array(changed.utf8)))),
            ]
        }
        let members = (manifest.members ?? []).map { ($0.key, $0.key == "files" ? .array(files) : $0.value) }
        try write(Array(JSONValue.object(members).prettyText().utf8), as: "manifest.json")
        try sign(as: sender)
    }

    func sign(as sender: Identity) throws {
        let signature = StreamSignature()
        signature.update(try read("manifest.json"))
        try write(Array((Hex.encode(signature.sign(as: sender)) + "\n").utf8), as: "manifest.sig")
    }
}
