// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A join that is killed at any moment, or interrupted, is gone on with by the same command and gives the same bytes.
///
/// strace kills: before the Nth call of a kind, so that every step of making plan, tiles and output is cut off once.
@Suite struct KilledJoinTests {
    private static let link = "link --tile-rows 90 --threads 1 -o out"
    private static let worker = "worker work --threads 1"
    private static let calls = "mkdir,openat,flock,ftruncate,write,pwrite64,fsync,link,rename,close,unlink,rmdir"

    /// - Parameter half: every second moment, so that both halves can go on at once.
    @Test(arguments: [0, 1]) func linkKilledAnywhere(half: Int) throws {
        let session = try LinkageSession(rows: 240, seed: 5)
        let points = try KillPoint.all(of: Self.link, calls: Self.calls, about: "out.", in: session)
        let expected = try session.digests(of: ["pairs.csv"], in: "out")
        #expect(points.count >= 50)
        for point in points.indices.filter({ $0 % 2 == half }).map({ points[$0] }) {
            try session.run("rm -rf out out.*")
            let killed = try session.shell.run(point.killing(Self.link))
            #expect(killed.status == 137 && killed.output.isEmpty, "\(point): \(killed.status) \(killed.errors)")
            if try session.run("ls").split(separator: "\n").contains("out") {
                // Killed while tidying up: the output is complete, and stays as it is.
                #expect(try session.digests(of: ["pairs.csv"], in: "out") == expected, "\(point)")
                #expect(try session.shell.run("./unit \(Self.link)").status == 11, "\(point)")
                try session.run("rm -r out")
            }
            try session.run("./unit \(Self.link)")
            #expect(try session.digests(of: ["pairs.csv"], in: "out") == expected, "\(point)")
            #expect(try session.run("ls -d out*") == "out", "\(point)")
        }
    }

    @Test func workerKilledAnywhere() throws {
        let session = try LinkageSession(rows: 240, seed: 6)
        try session.run("./unit link -o first && ./unit plan --tile-rows 120 -o planned && cp -r planned work")
        let points = try KillPoint.all(of: Self.worker, calls: Self.calls, about: "work/tiles", in: session)
        let expected = try session.digests(of: ["pairs.csv"], in: "first")
        #expect(points.count >= 10)
        for point in points {
            try session.run("rm -rf work out; cp -r planned work")
            let killed = try session.shell.run(point.killing(Self.worker))
            #expect(killed.status == 137, "\(point): \(killed.status) \(killed.errors)")
            let early = try session.shell.run("./unit merge work -o out")
            let isDone = try session.run("./unit merge work --missing").isEmpty
            #expect(early.status == (isDone ? 0 : 5), "\(point): \(early.errors)")
            try session.run("rm -rf out; ./unit \(Self.worker) && ./unit merge work -o out")
            #expect(try session.digests(of: ["pairs.csv"], in: "out") == expected, "\(point)")
            #expect(try session.run("ls work work/tiles | grep part || echo none") == "none", "\(point)")
        }
    }

    /// Each run names two of 36 tiles; the last one has only the output to name.
    @Test func linkKilledAgainAndAgain() throws {
        let session = try LinkageSession(rows: 240, seed: 7)
        let link = "link --tile-rows 40 --threads 1 -o out"
        try session.run("./unit \(link) && mv out first")
        let point = KillPoint(call: "rename", number: 3, what: "the third tile's name")
        var kills = 0
        while try session.shell.run(point.killing(link)).status == 137, kills < 36 { kills += 1 }
        #expect(kills == 18)
        #expect(try session.digests(of: ["pairs.csv"], in: "out") == session.digests(of: ["pairs.csv"], in: "first"))
        #expect(try session.run("ls -d out*") == "out")
    }

    @Test(arguments: ["INT", "TERM"]) func interruptedLinkKeepsDoneTiles(signal: String) throws {
        let session = try LinkageSession(rows: 2_000, seed: 8)
        let link = "link --tile-rows 100 --threads 2 -o out"
        try session.run("./unit link -o first")
        let stopped = try session.shell.run(
            """
            env --default-signal=INT,TERM ./unit \(link) & child=$!
            until [ -e out.work/tiles/000005.pairs ]; do kill -0 $child || exit 99; done
            kill -\(signal) $child; wait $child
            """
        )
        #expect(stopped.status == 130 && stopped.output.isEmpty, "\(stopped.errors)")
        #expect(stopped.errors.contains("what is done is not done twice"))
        #expect(try session.run("ls -d out*") == "out.work")
        #expect(try session.run("ls out.work/tiles | grep -v '[0-9].pairs$' || echo none") == "none")

        // A worker on the same folder, stopped before its end, and the same command: neither writes a done tile again.
        let done = "stat -c '%n %i %y' out.work/tiles/*.pairs"
        let first = try session.run(done).split(separator: "\n")
        #expect((6..<400).contains(first.count))
        try session.run("./unit merge out.work --missing | head -20 | ./unit worker out.work --lines")
        let second = try session.run(done).split(separator: "\n")
        #expect(second.count == first.count + 20 && Set(first).isSubset(of: second))
        try session.run("strace -f -qq -o log -e trace=rename ./unit \(link)")
        #expect(try session.run("grep -c 'pairs.part.* = 0' log") == "\(400 - second.count)")
        #expect(try session.digests(of: ["pairs.csv"], in: "out") == session.digests(of: ["pairs.csv"], in: "first"))
        #expect(try session.run("ls -d out*") == "out")
    }
}
