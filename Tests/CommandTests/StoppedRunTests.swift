// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What a run that is stopped from outside leaves behind.
@Suite struct StoppedRunTests {
    static func encode(_ table: String) -> String {
        "tessera-agency encode \(table) --schema schema.json --key project.key --identity a.identity --to unit.card "
            + "-o large.tessera"
    }

    /// What a run is doing when it is stopped.
    enum Moment {
        /// The outputs have their places and half of the rows are read.
        case reading
        /// All rows are read, and the sealed file is being written.
        case writing
    }

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

    /// Starts the encoding and sends it a signal at a moment.
    ///
    /// The threads of a test block SIGTERM, and a shell without job control starts background commands with SIGINT
    /// ignored; `env` puts both right.
    static func stop(_ session: ShellSession, by signal: String, while moment: Moment) throws -> ShellSession.Outcome {
        let start =
            switch moment {
            case .reading:
                """
                exec 4> >(env --default-signal=INT,TERM \(encode("-"))); child=$!
                head -n 100000 large.csv >&4
                """
            case .writing:
                """
                env --default-signal=INT,TERM \(encode("large.csv")) & child=$!
                until [ -s large.tessera.partial-* ]; do kill -0 $child || break; done
                """
            }
        return try session.run("\(start)\nkill -\(signal) $child; wait $child")
    }

    @Test(arguments: [("INT", Moment.reading), ("TERM", .reading), ("INT", .writing)])
    func interruptedLeavesNothing(signal: String, moment: Moment) throws {
        let session = try Self.session()
        let before = try Set(session.files().keys)
        var outcome = try Self.stop(session, by: signal, while: moment)
        // What is asked for after all is sealed may come too late; then the output is complete, and once more.
        for _ in 0..<20 where moment == .writing && outcome.status == 0 {
            let made = try Set(session.files().keys).subtracting(before)
            try #require(made == ["large.tessera", "large.tessera.rowmap"])
            _ = try session.run("rm large.tessera large.tessera.*")
            outcome = try Self.stop(session, by: signal, while: moment)
        }
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        // It may be noticed in the reading of the pipe, or between two rows.
        let said = outcome.errors.replacing("error: -: ", with: "error: ")
        #expect(said.hasPrefix("tessera-agency: error: interrupted; nothing partial is left [interrupted]\n"))
        #expect(try Set(session.files().keys) == before)
    }

    /// Who starts a run to go on after he has left, as `nohup` does, has it go on.
    @Test func ignoredSignalsStayIgnored() throws {
        let session = try Self.session()
        let outcome = try session.run(
            """
            exec 4> >(env --ignore-signal=HUP,INT \(Self.encode("-"))); child=$!
            head -n 1000 large.csv >&4
            until [ -e large.tessera.partial-* ]; do kill -0 $child || break; done
            kill -HUP $child; kill -INT $child
            tail -n +1001 large.csv >&4; exec 4>&-; wait $child
            """
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try session.files().keys.contains("large.tessera"))
    }

    @Test(arguments: [Moment.reading, .writing])
    func killedLeavesNoNameAndNoValueAndIsSweptByTheNextRun(moment: Moment) throws {
        let session = try Self.session()
        let before = try Set(session.files().keys)
        var outcome = try Self.stop(session, by: "KILL", while: moment)
        // On a busy machine the signal may come after all is done; then once more.
        for _ in 0..<10 where outcome.status == 0 {
            _ = try session.run("rm large.tessera large.tessera.*")
            outcome = try Self.stop(session, by: "KILL", while: moment)
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

        let again = try session.run(Self.encode("large.csv"))
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
