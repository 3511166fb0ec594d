// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Data for the next program or a person; a full disk behind it is an error, not a silent loss.
package struct StandardOutput: Sendable {
    private let descriptor: Int32

    package init() { descriptor = STDOUT_FILENO }

    /// An output to another descriptor.
    package init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes text as it is, without a buffer.
    ///
    /// - Throws: `output.write`, exit status 8.
    package func write(_ text: String) throws(TerminalError) {
        let number = Descriptor.write(text, to: descriptor)
        guard number == 0 else {
            let reason = unsafe strerror(number).map { unsafe String(cString: $0).lowercased() } ?? "error \(number)"
            throw .output(reason: reason)
        }
    }
}
