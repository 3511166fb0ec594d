// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import SecretFiles

/// The secret that the agencies of a project share and the linkage unit never has: 32 random bytes.
///
/// The file's form is specified in `Specs/exchange-format.md` §2.
package final class ProjectKey: Withheld, Sendable {
    /// The project's name: 1 to 64 characters of `A-Z a-z 0-9 . _ -`.
    package let project: String
    /// The secret itself: 32 bytes, or those of another program's secret.
    package let bytes: GuardedBytes

    private static let keyBytes = 32
    private static let humanReadablePart = "tessera-key-"

    private init(project: String, bytes: GuardedBytes) {
        self.project = project
        self.bytes = bytes
    }

    /// Another program's secret, of any length, in the place of a key; never saved.
    package convenience init(holding secret: GuardedBytes) {
        self.init(project: "other", bytes: secret)
    }

    /// A new random key.
    ///
    /// - Throws: `key.project` if the name breaks its rule, `key.library`.
    package static func generate(project: String) throws(KeyError) -> ProjectKey {
        guard PartyName.isValid(project.utf8) else { throw .projectName }
        return ProjectKey(project: project, bytes: try .random(count: keyBytes))
    }

    /// Reads a project key file.
    ///
    /// - Throws: `secret.…` if the file is refused (a file that others may read, an identity, a passphrase, a damaged
    ///   line), `key.form` if its content is not a name and 32 bytes.
    package static func load(path: String) throws(KeyError) -> ProjectKey {
        var data: [UInt8]
        do {
            data = try SecretFile.read(path: path, humanReadablePart: humanReadablePart)
        } catch {
            throw KeyError(error)
        }
        defer { wipe(&data) }
        guard let length = data.first.map(Int.init), data.count == 1 + length + keyBytes else {
            throw .form(path: path)
        }
        let name = Array(data[1..<1 + length])
        guard PartyName.isValid(name) else { throw .form(path: path) }
        let bytes = try unsafe GuardedBytes(count: keyBytes) { key in
            unsafe data.withUnsafeBytes {
                unsafe key.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.suffix(keyBytes)))
            }
            return true
        }
        return ProjectKey(project: String(decoding: name, as: UTF8.self), bytes: bytes)
    }

    /// Writes the key as a new file of mode 0600.
    ///
    /// - Parameters:
    ///   - path: the file; it must not exist.
    ///   - created: the date for the comment, such as `2026-11-21`.
    /// - Throws: `secret.exists`, `secret.write`.
    package func save(path: String, created: String) throws(KeyError) {
        let name = Array(project.utf8)
        // Reserved at once: an array that grows leaves copies behind.
        var data: [UInt8] = []
        data.reserveCapacity(1 + name.count + Self.keyBytes)
        defer { wipe(&data) }
        data.append(UInt8(name.count))
        data.append(contentsOf: name)
        try unsafe bytes.withBytes { unsafe data.append(contentsOf: $0) }
        do {
            try SecretFile.write(
                path: path,
                humanReadablePart: Self.humanReadablePart,
                data: data,
                comments: [
                    "Tessera project key (secret)",
                    "project: \(project)",
                    "created: \(created)",
                    "keep inside the agencies; never send it to the linkage unit",
                ]
            )
        } catch {
            throw KeyError(error)
        }
    }
}
