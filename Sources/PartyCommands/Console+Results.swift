// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
package import JSONText
package import Terminal

extension Console {
    /// Prints a command's result on standard output: lines for people, or one JSON object when asked for.
    package func result(text: [String], json: @autoclosure () -> JSONValue) throws(TerminalError) {
        try print(isJSON ? json().prettyText() : text.map { $0 + "\n" }.joined())
    }

    /// Prints a command's result; beside an output that goes to standard output itself, on standard error.
    package func result(
        text: [String],
        json: @autoclosure () -> JSONValue,
        beside output: String
    ) throws(TerminalError) {
        guard output == OutputFile.standardOutput else { return try result(text: text, json: json()) }
        for line in text { note(line) }
    }

    /// Prints text on standard output as it is.
    package func print(_ text: String) throws(TerminalError) { try StandardOutput().write(text) }
}
