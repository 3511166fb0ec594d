// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Faults
internal import JSONText

/// What a program says on standard error: one line a message for people, or one JSON object an event for programs.
///
/// ```
/// tessera-agency: error: people.csv, row 48213, column dob: no such day in the calendar [date.impossible]
/// tessera-agency: hint: correct the date, or leave the field empty
/// ```
package struct Console: Sendable {
    /// The name in front of each line.
    package let program: String
    /// Whether events are written as JSON.
    package let isJSON: Bool
    let sink: any Sink

    package init(program: String, json: Bool, sink: any Sink = StandardError()) {
        self.program = program
        self.isJSON = json
        self.sink = sink
    }

    /// Reports the error that ends the program, and gives the exit status to end with.
    ///
    /// Of an error that isn't a `Fault` nothing is shown but its type: it might hold a value from a record.
    package func report(_ error: any Error) -> ExitCode {
        guard let fault = error as? any Fault else {
            emit(
                "error",
                code: "internal",
                message: "unexpected fault of tessera itself, of type \(type(of: error))",
                hint: "report this line and the command, without any data, to the authors"
            )
            return .bug
        }
        emit("error", code: fault.code, message: fault.message, hint: fault.remedy, position: fault.position)
        return fault.exitCode
    }

    /// Something that the user should look at, though the program goes on.
    package func warning(_ message: String, hint: String? = nil) {
        emit("warning", code: nil, message: message, hint: hint)
    }

    /// A fault that doesn't stop the program.
    package func warning(_ fault: any Fault) {
        emit("warning", code: fault.code, message: fault.message, hint: fault.remedy, position: fault.position)
    }

    /// Something good to know.
    package func note(_ message: String) { emit("note", code: nil, message: message, hint: nil) }

    private func emit(_ event: String, code: String?, message: String, hint: String?, position: FaultPosition? = nil) {
        if isJSON {
            writeEvent(
                event,
                [
                    ("code", code.map(JSONValue.string)), ("message", .string(message)),
                    ("hint", hint.map(JSONValue.string)), ("file", position?.file.map(JSONValue.string)),
                    ("row", position?.row.map(JSONValue.integer)), ("column", position?.column.map(JSONValue.string)),
                    ("byte", position?.byte.map(JSONValue.integer)), ("line", position?.line.map(JSONValue.integer)),
                    ("lineColumn", position?.lineColumn.map(JSONValue.integer)),
                ]
            )
        } else {
            let place = position.map(\.description) ?? ""
            writeLine("\(event): \(place.isEmpty ? "" : place + ": ")\(message)\(code.map { " [\($0)]" } ?? "")")
            if let hint { writeLine("hint: \(hint)") }
        }
    }

    /// Writes an event; members without a value are left out.
    func writeEvent(_ event: String, _ members: [(key: String, value: JSONValue?)]) {
        let present = members.compactMap { member in member.value.map { (key: member.key, value: $0) } }
        let object = JSONValue.object([(key: "event", value: .string(event))] + present)
        sink.write(object.compactText() + "\n")
    }

    private func writeLine(_ line: String) {
        // A progress bar may stand on the line; it is redrawn later.
        sink.write("\(sink.isScreen ? Console.eraseLine : "")\(program): \(Console.oneLine(line))\n")
    }

    /// Returns to the start of the line and clears it.
    static let eraseLine = "\r\u{1B}[K"

    /// Paths and column names come from outside: they must neither break the line nor steer the screen.
    private static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            line.unicodeScalars.append(scalar.properties.generalCategory == .control ? "?" : scalar)
        }
        return line
    }
}
