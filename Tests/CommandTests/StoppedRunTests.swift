// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What a run that is stopped from outside leaves behind.
@Suite struct StoppedRunTests {
    static let encode =
        "tessera-agency encode large.csv --schema schema.json --key project.key --identity a.identity --to unit.card "
        + "-o large.tessera"

    /// A session with keys and a table of 200,000 rows, each of them with the canary's name.
    static func session() throws -> ShellSession {
        let session = try ShellSession()
        try session.write(CanaryTests.schema, to: "schema.json")
        let ready = try session.run(
            """
            tessera-agency identity new a && tessera-linker identity new unit && tessera-agency key new --project p &&
            awk 'BEGIN { print "record_id,first_name,middle_name,last_name,dob,sex,zip,ssn"
              for (i = 1; i <= 200000; i++) print i ",\(CanaryTests.name),," "\(CanaryTests.family)" i ",1960-01-01,F,02139," }
            ' > large.csv
            """
        )
        try #require(ready.status == 0, "\(ready.errors)")
        return session
    }

    /// Starts the encoding and sends it a signal once a condition of the shell holds.
    ///
    /// The threads of a test block SIGTERM, and a shell without job control starts background commands with SIGINT
    /// ignored; `env` puts both right.
    static func stop(_ session: ShellSession, by signal: String, when condition: String) throws -> ShellSession.Outcome
    {
        try session.run(
            """
            env --default-signal=INT,TERM \(encode) & child=$!
            until \(condition); do kill -0 $child || exit 99; done
            kill -\(signal) $child; wait $child
            """
        )
    }

    /// The outputs have their places and rows are being read.
    static let reading = "ls | grep -q rejects.csv.partial && sleep 0.3"
    /// All rows are read, and the sealed file is being written.
    static let writing = "[ -s large.tessera.partial-* ]"

    @Test(arguments: [("INT", reading), ("TERM", reading), ("INT", writing)])
    func interruptedLeavesNothing(signal: String, condition: String) throws {
        let session = try Self.session()
        let before = try Set(session.files().keys)
        let outcome = try Self.stop(session, by: signal, when: condition)
        // What is asked for after all is sealed may come too late; then the output is complete.
        if condition == Self.writing, outcome.status == 0 {
            let made = try Set(session.files().keys).subtracting(before)
            #expect(made == ["large.tessera", "large.tessera.rowmap"])
            return
        }
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("tessera-agency: error: interrupted; nothing partial is left [interrupted]\n"))
        #expect(try Set(session.files().keys) == before)
    }

    @Test(arguments: [reading, writing])
    func killedLeavesNoNameAndNoValueAndIsSweptByTheNextRun(condition: String) throws {
        let session = try Self.session()
        let before = try Set(session.files().keys)
        var outcome = try Self.stop(session, by: "KILL", when: condition)
        // On a busy machine the signal may come after all is done; then once more.
        for _ in 0..<10 where outcome.status == 0 {
            _ = try session.run("rm large.tessera large.tessera.*")
            outcome = try Self.stop(session, by: "KILL", when: condition)
        }
        #expect(outcome.status == 137, "\(outcome.errors)")

        let left = try session.files().filter { !before.contains($0.key) }
        #expect(!left.isEmpty, "the run was killed before it began")
        for (name, bytes) in left {
            #expect(name.contains(".partial-"))
            for canary in [CanaryTests.name, CanaryTests.family] {
                #expect(CanaryScanner(canary).shapes(in: bytes).isEmpty, "a canary appears in \(name)")
            }
        }
        // A partial output of a process that lives is not touched: this shell's parent stands for one.
        _ = try session.run(
            "touch large.tessera.partial-$PPID-1 large.tessera.partial-none-1 other.partial-999999999-1"
        )

        let again = try session.run(Self.encode)
        #expect(again.status == 0, "\(again.errors)")
        let process = ProcessInfo.processInfo.processIdentifier
        let made = try Set(session.files().keys).subtracting(before)
        #expect(
            made == [
                "large.tessera", "large.tessera.rowmap", "large.tessera.partial-\(process)-1",
                "large.tessera.partial-none-1", "other.partial-999999999-1",
            ]
        )
    }
}
