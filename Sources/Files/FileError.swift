// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import Glibc

/// Why a file could not be read, written or destroyed.
package struct FileError: Fault {
    /// The kind of failure; the raw value is the fault's code.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let open = Code(rawValue: "file.open")
        package static let read = Code(rawValue: "file.read")
        package static let write = Code(rawValue: "file.write")
        package static let interrupted = Code(rawValue: "interrupted")
        package static let busy = Code(rawValue: "file.busy")
        package static let exists = Code(rawValue: "file.exists")
        package static let destroy = Code(rawValue: "file.destroy")
        package static let tooLarge = Code(rawValue: "file.tooLarge")
    }

    package let kind: Code
    package let message: String
    package let remedy: String?
    package let position: FaultPosition?
    package let exitCode: ExitCode

    package var code: String { kind.rawValue }

    package init(_ kind: Code, path: String, errno number: Int32 = 0) {
        self.kind = kind
        self.position = FaultPosition(file: path)
        let reason = number == 0 ? "" : ": " + FileError.text(of: number)
        switch kind {
        case .open:
            message = "cannot open the file\(reason)"
            remedy = "check the path and that you may read it"
            exitCode = .unreadableInput
        case .read:
            message = "reading failed\(reason)"
            remedy = "check the disk or connection, then run again"
            exitCode = .unreadableInput
        case .interrupted:
            message = "interrupted; nothing partial is left"
            remedy = "run the same command again to start over"
            exitCode = .interrupted
        case .busy:
            message = "another process is writing this file"
            remedy = "let it finish, or end it and run again"
            exitCode = .inputOutput
        case .exists:
            message = "the output exists already and is not overwritten"
            remedy = "name another output, or move the old one away"
            exitCode = .outputExists
        case .destroy:
            message = "the file could not be destroyed\(reason)"
            remedy = "check the folder and its permissions, then run again"
            exitCode = .inputOutput
        case .tooLarge:
            message = "the file is larger than such a file can be"
            remedy = "check that this is the file you meant"
            exitCode = .unreadableInput
        default:
            message = "writing failed\(reason); no partial output is left"
            remedy =
                number == ENOSPC
                ? "free some space, then run again" : "check the folder and its permissions, then run again"
            exitCode = .inputOutput
        }
    }

    /// The system's words for an error number.
    private static func text(of number: Int32) -> String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text).lowercased()
    }
}
