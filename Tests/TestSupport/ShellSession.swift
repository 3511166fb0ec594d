// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A folder of its own in which the built programs are run as a person would run them.
///
/// `PATH` begins with the folder of the built programs, `TMPDIR` lies inside the session's folder so that leftovers are
/// seen, and backtraces are off.
package final class ShellSession {
    /// What one command did.
    package struct Outcome {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    package let folder: URL
    package let temporaryFolder: URL

    /// Makes an empty folder.
    package init() throws {
        let name = "tessera-session-\(UUID().uuidString)"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        temporaryFolder = folder.appendingPathComponent(".tmp")
        try FileManager.default.createDirectory(at: temporaryFolder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The folder of the built programs: they lie beside the test bundle.
    package static let programs: URL = {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/",
            !FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("tessera-linker").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// Runs one line of shell in the session's folder.
    package func run(_ command: String, environment extra: [String: String] = [:]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = Self.programs.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["TMPDIR"] = temporaryFolder.path
        environment["SWIFT_BACKTRACE"] = "enable=no"
        environment["LC_ALL"] = "C.UTF-8"
        environment.merge(extra) { $1 }
        process.environment = environment
        // Files, not pipes: a program that writes much never waits for us.
        let streams = FileManager.default.temporaryDirectory.appendingPathComponent("streams-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: streams) }
        let output = streams.appendingPathComponent("output")
        let errors = streams.appendingPathComponent("errors")
        for file in [output, errors] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return Outcome(
            status: status,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        )
    }

    /// Writes a file into the session's folder.
    package func write(_ text: String, to name: String) throws {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    /// Every file in the session's folder with its bytes, temporary folder and hidden files included.
    package func files() throws -> [String: Data] {
        var found: [String: Data] = [:]
        guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        else {
            return found
        }
        for case let file as URL in walk {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            found[String(file.path.dropFirst(folder.path.count + 1))] = try Data(contentsOf: file)
        }
        return found
    }
}
