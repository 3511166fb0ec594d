// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A change of a spine that is killed at any moment leaves a store that verifies, and the same command gives the same ids.
///
/// strace kills: before the Nth call of a kind, at every step of making files, ledger, keys and the database's log.
@Suite struct KilledSpineTests {
    private static let calls =
        "openat,flock,ftruncate,write,pwrite64,fsync,fdatasync,link,rename,close,unlink"

    /// What is killed, and how many moments it has at least.
    private static let changes = [
        (words: "spine add town b.tessera --agency b.card --threads 1", least: 60),
        (words: "spine withdraw town b", least: 25),
        (words: "spine withdraw town b --record TOKEN", least: 40),
        (words: "spine decide town apart.csv", least: 20),
    ]

    @Test(arguments: 0..<4) func changeKilledAnywhere(number: Int) throws {
        let session = try LinkageSession(rows: 120, seed: 9)
        try session.run(
            """
            ./unit spine init base --project p --threshold 0.8
            ./unit spine add base a.tessera --agency a.card --role spine
            tessera-agency tokens b.tessera.rowmap --identity b.identity -o tokens.csv
            """
        )
        if number > 0 { try session.run("./unit spine add base b.tessera --agency b.card") }
        // Two records that are one person's, to be told apart.
        try session.run(
            """
            pair=$(grep -h ^joined base/ledger/*.txt | head -1 | sed -E 's/.* (b:[0-9]+) .* (a:[0-9]+)$/\\1,\\2/')
            printf 'record_a,record_b,decision\\n%s,forbidden\\n' "$pair" > apart.csv
            """
        )
        let token = try session.run("sed -n 2p tokens.csv | cut -d, -f1")
        let (words, least) = Self.changes[number]
        let command = words.replacingOccurrences(of: "TOKEN", with: token)

        try session.run("cp -r base town")
        let points = try KillPoint.all(of: command, calls: Self.calls, about: "town/", in: session)
        #expect(points.count >= least, "\(points.count)")
        let expected = try ids(session)
        for point in points {
            try session.run("rm -rf town; cp -r base town")
            let killed = try session.shell.run(point.killing(command))
            #expect(killed.status == 137, "\(point): \(killed.status) \(killed.errors)")
            let found = try session.shell.run("./unit spine verify town --read-data")
            #expect(found.status == 0, "\(point): \(found.output)")
            let again = try session.shell.run("./unit \(command)")
            // What was committed before the kill cannot be withdrawn twice.
            #expect(again.status == 0 || number > 0 && [2, 16].contains(again.status), "\(point): \(again.errors)")
            #expect(try ids(session) == expected, "\(point)")
            #expect(try session.shell.run("./unit spine verify town --read-data").status == 0, "\(point)")
        }
    }

    /// A disk that is full at any write is said to be, and nothing half done is left.
    @Test func additionWithoutSpaceAnywhere() throws {
        let session = try LinkageSession(rows: 120, seed: 10)
        let command = "spine add town b.tessera --agency b.card --threads 1"
        try session.run(
            """
            ./unit spine init base --project p --threshold 0.8
            ./unit spine add base a.tessera --agency a.card --role spine
            cp -r base town
            """
        )
        let points = try KillPoint.all(
            of: command,
            calls: "write,pwrite64,fdatasync,fsync",
            about: "town/",
            in: session
        )
        #expect(points.count >= 15, "\(points.count)")
        let expected = try ids(session)
        for point in points {
            try session.run("rm -rf town; cp -r base town")
            let stopped = try session.shell.run(point.fillingUp(command))
            #expect([0, 7, 8].contains(stopped.status), "\(point): \(stopped.status) \(stopped.errors)")
            #expect(stopped.status == 0 || stopped.errors.contains("hint:"), "\(point)")
            let found = try session.shell.run("./unit spine verify town --read-data")
            #expect(found.status == 0, "\(point): \(found.output)")
            try session.run("./unit \(command)")
            #expect(try ids(session) == expected, "\(point)")
        }
    }

    /// The crosswalk of the store, the runs that it has, and how many files and keys it is made of.
    private func ids(_ session: LinkageSession) throws -> String {
        try session.run(
            """
            rm -rf out; ./unit spine ids town -o out >/dev/null && cat out/crosswalk.csv &&
            tessera-linker spine status town | grep -c ^run && ls town/blocks town/keys town/ledger | wc -l
            """
        )
    }
}
