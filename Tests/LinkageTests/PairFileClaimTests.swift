// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import Linkage
import Synchronization
import TestSupport
import Testing

/// One writer of a tile at a time, and a result that is absent or complete.
@Suite struct PairFileClaimTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("tile") }

    init() throws { folder = try TemporaryFolder() }

    private func writer() throws(LinkageError) -> PairFileWriter {
        try PairFileWriter(path: path, planDigest: samplePlan, tile: 7)
    }

    @Test func twoWritersNeverMeet() throws {
        let first = try writer()
        let error = #expect(throws: LinkageError.self) { try writer() }
        #expect(error?.code == "pairs.busy" && error?.message.contains("tile 7") == true)
        first.abandon()
        #expect(folder.names.isEmpty)
        _ = try writer().finish(comparisons: 0)
        #expect(folder.names == ["tile"])
        #expect(try InputFile(path: path).mode == 0o600)
    }

    @Test func aLockOfAnotherProcessCounts() throws {
        // Descriptors opened apart hold locks apart, in one process as in two.
        let other = unsafe open(path + ".part", O_WRONLY | O_CREAT, 0o644)
        #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: LinkageError.self) { try writer() }
        _ = close(other)
        _ = try writer().finish(comparisons: 0)
        #expect(try InputFile(path: path).mode == 0o600)
    }

    @Test func whatADeadWorkerLeftIsWrittenOver() throws {
        _ = try folder.write([UInt8](repeating: 7, count: 100_000), as: "tile.part")
        _ = try folder.write([1, 2, 3], as: "tile")
        let summary = try writer().finish(comparisons: 5)
        #expect(folder.names == ["tile"])
        #expect(try InputFile(path: path).size == summary.bytes)
        #expect(try PairFileReader.isComplete(path: path, planDigest: samplePlan, tile: 7))
    }

    @Test func anUnfinishedWriterLeavesNothing() throws {
        do {
            let writer = try writer()
            try writer.append([FoundPair(rowA: 1, rowB: 2, intersection: 3)])
            #expect(folder.names == ["tile.part"])
        }
        #expect(folder.names.isEmpty)
        #expect(throws: LinkageError.self) {
            try PairFileWriter(path: folder.file("no/tile"), planDigest: samplePlan, tile: 7)
        }
    }

    /// Writers that race for one name: at every moment the file is absent or whole.
    @Test func racingWritersDoNoHarm() throws {
        var random = SplitMix64(seed: 5)
        let pairs = randomPairs(20_000, rows: 1_000, &random)
        let path = path
        let counts = Mutex((written: 0, busy: 0, broken: 0))
        let isOver = Atomic(false)
        @Sendable func attempt() {
            do throws(LinkageError) {
                let writer = try PairFileWriter(path: path, planDigest: samplePlan, tile: 7)
                try writer.append(pairs)
                _ = try writer.finish(comparisons: 1)
                counts.withLock { $0.written += 1 }
            } catch {
                counts.withLock { if error.code == "pairs.busy" { $0.busy += 1 } else { $0.broken += 1 } }
            }
        }
        attempt()
        onThreads(6) { thread in
            if thread > 0 {
                for _ in 0..<40 { attempt() }
                if thread == 1 { isOver.store(true, ordering: .relaxed) }
                return
            }
            repeat {
                let isWhole = try? PairFileReader.isComplete(path: path, planDigest: samplePlan, tile: 7)
                if isWhole != true { counts.withLock { $0.broken += 1 } }
            } while !isOver.load(ordering: .relaxed)
        }
        counts.withLock {
            #expect($0.broken == 0 && $0.written > 1)
            #expect($0.written + $0.busy == 201)
        }
        #expect(folder.names == ["tile"])
    }
}
