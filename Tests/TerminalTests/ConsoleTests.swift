// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import JSONText
import Terminal
import Testing

struct ConsoleTests {
    struct SampleFault: Fault {
        var code = "date.impossible"
        var message = "no such day in the calendar"
        var remedy: String? = "correct the date, or leave the field empty"
        var position: FaultPosition? = FaultPosition(file: "people.csv", row: 48_213, column: "dob", byte: 7_912_004)
        var exitCode = ExitCode.tooManyRejected
    }

    /// An error that holds what must not be shown.
    enum Leak: Error { case value(String) }

    @Test func aFaultIsTwoLinesAndItsExitStatus() {
        let sink = CapturedSink()
        let code = Console(program: "tessera-agency", json: false, sink: sink).report(SampleFault())
        #expect(code == .tooManyRejected)
        #expect(
            sink.text == """
                tessera-agency: error: people.csv, row 48213, column dob, byte 7912004: no such day in the calendar \
                [date.impossible]
                tessera-agency: hint: correct the date, or leave the field empty

                """
        )
    }

    @Test func withoutPositionAndRemedyItIsOneLine() {
        let sink = CapturedSink()
        let fault = SampleFault(remedy: nil, position: nil)
        _ = Console(program: "tessera-linker", json: false, sink: sink).report(fault)
        #expect(sink.text == "tessera-linker: error: no such day in the calendar [date.impossible]\n")
    }

    @Test func warningsAndNotes() {
        let sink = CapturedSink()
        let console = Console(program: "p", json: false, sink: sink)
        console.warning("3 rows were rejected", hint: "see the report")
        console.warning(SampleFault(remedy: nil, position: FaultPosition(file: "s.json", line: 3, lineColumn: 9)))
        console.note("wrote out.tessera")
        #expect(
            sink.lines == [
                "p: warning: 3 rows were rejected", "p: hint: see the report",
                "p: warning: s.json:3:9: no such day in the calendar [date.impossible]", "p: note: wrote out.tessera",
            ]
        )
    }

    @Test func aFaultAsJSON() throws {
        let sink = CapturedSink()
        let code = Console(program: "p", json: true, sink: sink).report(SampleFault())
        #expect(code == .tooManyRejected)
        #expect(
            sink.text
                == #"{"event":"error","code":"date.impossible","message":"no such day in the calendar","#
                + #""hint":"correct the date, or leave the field empty","file":"people.csv","row":48213,"#
                + #""column":"dob","byte":7912004}"# + "\n"
        )
    }

    @Test func linesOfADocumentAsJSON() throws {
        let sink = CapturedSink()
        let position = FaultPosition(file: "a\"b\n.json", column: "$.x", line: 3, lineColumn: 9)
        let console = Console(program: "p", json: true, sink: sink)
        console.warning(SampleFault(position: position))
        console.note("quoted \"word\"")
        #expect(sink.lines.count == 2)
        let first = try JSONParser.parse(Array(sink.lines[0].utf8))
        let members = try #require(first.members)
        #expect(members.map(\.key) == ["event", "code", "message", "hint", "file", "column", "line", "lineColumn"])
        #expect(members[0].value.string == "warning")
        #expect(members[4].value.string == "a\"b\n.json")
        #expect(members[6].value.integer == 3)
        #expect(sink.lines[1] == #"{"event":"note","message":"quoted \"word\""}"#)
    }

    @Test(arguments: [true, false])
    func anUnknownErrorShowsNothingOfItself(json: Bool) {
        let sink = CapturedSink()
        let code = Console(program: "p", json: json, sink: sink).report(Leak.value("Müller 1970-01-01"))
        #expect(code == .bug)
        #expect(code.rawValue == 70)
        #expect(sink.text.contains("unexpected fault"))
        #expect(sink.text.contains("Müller") == false && sink.text.contains("1970") == false)
    }

    /// A path may hold line breaks and control sequences.
    @Test func controlCharactersDoNotReachTheScreen() {
        let sink = CapturedSink()
        let console = Console(program: "p", json: false, sink: sink)
        _ = console.report(SampleFault(remedy: nil, position: FaultPosition(file: "a\nb\u{1B}[2J\u{7F}\u{9B}é")))
        #expect(sink.text == "p: error: a?b?[2J??é: no such day in the calendar [date.impossible]\n")
    }

    @Test func onAScreenAMessageReplacesTheBar() {
        let sink = CapturedSink(isScreen: true)
        Console(program: "p", json: false, sink: sink).note("done")
        #expect(sink.text == "\r\u{1B}[Kp: note: done\n")
    }
}
