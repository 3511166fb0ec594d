// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import Glibc
import Linkage
import TestSupport
import Testing

@Suite struct PairFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("tile") }

    init() throws { folder = try TemporaryFolder() }

    @discardableResult
    private func write(_ pairs: [FoundPair], comparisons: Int = 11, chunk: Int = .max) throws -> PairFileSummary {
        let writer = try PairFileWriter(path: path, planDigest: samplePlan, tile: 7)
        var rest = pairs[...]
        while !rest.isEmpty {
            try writer.append(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
        }
        return try writer.finish(comparisons: comparisons)
    }

    private func bytes() throws -> [UInt8] { try InputFile(path: path).readAll(limit: 1 << 30) }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func givesBackWhatWasWritten(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rows: UInt32 = [20, 300, 100_000, .max][Int(seed % 4)]
        let pairs = randomPairs(Int.random(in: 0...10_000, using: &random), rows: rows, &random)
        let summary = try write(pairs, comparisons: 123_456, chunk: Int.random(in: 1...9_000, using: &random))
        var reader = try PairFileReader(path: path, planDigest: samplePlan, tile: 7)
        #expect(try reader.collect() == pairs)
        #expect(reader.summary == summary)
        #expect(summary.pairs == pairs.count && summary.comparisons == 123_456 && summary.tile == 7)
        #expect(try summary.bytes == bytes().count)
        #expect(try PairFileReader.isComplete(path: path, planDigest: samplePlan, tile: 7))
        // The bytes are those of the format, whatever the portions.
        let blocks = stride(from: 0, to: pairs.count, by: 4_096).map { Array(pairs[$0...].prefix(4_096)) }
        var raw = RawPairFile(blocks: blocks)
        raw.comparisons = 123_456
        #expect(try bytes() == raw.bytes)
    }

    @Test func holdsTheGreatestNumbers() throws {
        let greatest = UInt32.max
        let pairs = [
            FoundPair(rowA: 0, rowB: 0, intersection: greatest), FoundPair(rowA: 0, rowB: greatest, intersection: 0),
            FoundPair(rowA: 1, rowB: greatest, intersection: 1 << 31),
            FoundPair(rowA: greatest, rowB: 0, intersection: 0),
            FoundPair(rowA: greatest, rowB: greatest - 1, intersection: greatest),
            FoundPair(rowA: greatest, rowB: greatest, intersection: greatest),
        ]
        try write(pairs)
        var reader = try PairFileReader(path: path, planDigest: samplePlan, tile: 7)
        #expect(try reader.collect() == pairs)
        #expect(try bytes() == mutated { $0.blocks = RawPairFile(blocks: [pairs]).blocks })
    }

    /// Dense pairs take four bytes each.
    @Test func isCompact() throws {
        var random = SplitMix64(seed: 1)
        let pairs = (0..<1_000).flatMap { row in
            Set((0..<100).map { _ in UInt32.random(in: 0..<1_000_000, using: &random) }).sorted().map {
                FoundPair(rowA: row, rowB: $0, intersection: UInt32.random(in: 350...400, using: &random))
            }
        }
        #expect(try write(pairs).bytes < 4 * pairs.count)
    }

    private func mutated(_ change: (inout RawPairFile) -> Void) -> [UInt8] {
        var raw = RawPairFile()
        raw.comparisons = 11
        change(&raw)
        return raw.bytes
    }

    /// What reading a file of these bytes throws; every pair given before must be the right one.
    private func code(_ bytes: [UInt8], of pairs: [FoundPair]? = nil) throws -> String? {
        let path = try folder.write(bytes, as: "changed")
        var given: [FoundPair] = []
        do throws(LinkageError) {
            let reader = try PairFileReader(path: path, planDigest: samplePlan, tile: 7)
            var batch: [FoundPair] = []
            while try reader.next(into: &batch) { given += batch }
            if let pairs { #expect(given == pairs) }
            return nil
        } catch {
            if let pairs { #expect(pairs.starts(with: given)) }
            #expect(error.message.contains("tile 7"))
            #expect(error.remedy != nil)
            return error.code
        }
    }

    @Test func refusesEveryCut() throws {
        var random = SplitMix64(seed: 2)
        let pairs = randomPairs(60, rows: 200, &random)
        let whole = RawPairFile(blocks: [Array(pairs[..<30]), Array(pairs[30...])]).bytes
        #expect(try code(whole, of: pairs) == nil)
        for end in 0..<whole.count { #expect(try code(Array(whole[..<end]), of: pairs) == "tile.truncated") }
        #expect(try code(whole + [0], of: pairs) != nil)
    }

    @Test func refusesEveryFlippedBit() throws {
        var random = SplitMix64(seed: 3)
        let pairs = randomPairs(60, rows: 200, &random)
        let whole = RawPairFile(blocks: [Array(pairs[..<30]), Array(pairs[30...])]).bytes
        for bit in 0..<8 * whole.count {
            var bytes = whole
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try code(bytes, of: pairs) == "tile.damaged", "bit \(bit)")
        }
    }

    @Test func saysWhatElseItIs() throws {
        let pair = FoundPair(rowA: 1, rowB: 2, intersection: 3)
        let later = FoundPair(rowA: 1, rowB: 3, intersection: 3)
        #expect(try code(mutated { $0.plan[31] = 0 }) == "tile.plan")
        #expect(try code(mutated { $0.tile = 8 }) == "tile.number")
        #expect(try code(mutated { $0.tile = .max }) == "tile.number")
        #expect(try code(mutated { $0.magic = "tessera-pairs/2\n" }) == "tile.version")
        #expect(try code(mutated { $0.magic = "tessera_pairs/1\n" }) == "tile.damaged")
        #expect(try code(RawPairFile(blocks: [[later], [pair]]).bytes) == "tile.order")
        #expect(try code(RawPairFile(blocks: [[pair], [pair]]).bytes) == "tile.order")
        #expect(try code(RawPairFile(blocks: [[pair], [later]]).bytes) == nil)
        #expect(throws: LinkageError.self) { try PairFileReader(path: path, planDigest: samplePlan, tile: 7) }
    }

    /// Files whose checks hold and whose contents lie.
    @Test func refusesLies() throws {
        let large = RawPairFile.number(UInt64(UInt32.max))
        let lies: [(count: UInt32, bytes: [UInt8])] = [
            (1, []), (0, []), (0, [0, 0, 0, 0]), (1, [0, 0, 0]), (1, [0, 0, 0, 0, 0]), (2, [0, 0, 0, 0]),
            (1, [0, 1, 0, 0, 0, 0]), (1, [0, 0, 0, 0x80]), (3, [0, 1, 0, 0]), (.max, [0, 0, 0, 0]),
            (1, RawPairFile.number(1 << 32) + [0, 0, 0]), (1, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0, 0, 0]),
            (2, large + [0, 0, 0, 0, 0, 0, 0]), (2, [0, 1] + large + [0, 0, 0]), (1, [0] + large + [0, 0]),
            (1, [UInt8](repeating: 0, count: (1 << 20) + 1)),
        ]
        for lie in lies {
            #expect(try code(mutated { $0.blocks = [lie] }) == "tile.damaged", "\(lie.count) \(lie.bytes.prefix(12))")
        }
        let blocks = RawPairFile(blocks: [[FoundPair(rowA: 1, rowB: 2, intersection: 3)]]).blocks
        for pairs in [0, 2, .max] as [UInt64] {
            #expect(try code(mutated { ($0.blocks, $0.pairs) = (blocks, pairs) }) == "tile.damaged")
        }
        #expect(try code(mutated { $0.digest = [UInt8](repeating: 0, count: 32) }) == "tile.damaged")
        #expect(try code(mutated { $0.size = 1 }) == "tile.damaged")
    }

    /// Random bytes as blocks with checks that hold: refused or read, never more.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func survivesAnything(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let blocks = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            (
                count: UInt32.random(in: 1...10, using: &random),
                bytes: (0..<Int.random(in: 4...40, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 3 : 255)
                }
            )
        }
        let outcome = try code(mutated { $0.blocks = blocks })
        #expect([nil, "tile.damaged", "tile.order"].contains(outcome))
    }

    @Test func tellsCompleteFromNot() throws {
        func isComplete(_ bytes: [UInt8]) throws -> Bool {
            try PairFileReader.isComplete(path: folder.write(bytes, as: "x"), planDigest: samplePlan, tile: 7)
        }
        let whole = RawPairFile(blocks: [[FoundPair(rowA: 1, rowB: 2, intersection: 3)]]).bytes
        #expect(try isComplete(whole))
        #expect(try !isComplete(Array(whole.dropLast())))
        var changed = whole
        changed[75] ^= 1
        #expect(try !isComplete(changed))
        #expect(try !PairFileReader.isComplete(path: folder.file("none"), planDigest: samplePlan, tile: 7))
        // Another plan's or tile's result is not to be replaced.
        #expect(throws: LinkageError.self) { try isComplete(mutated { $0.plan[0] = 9 }) }
        #expect(throws: LinkageError.self) { try isComplete(mutated { $0.tile = 9 }) }
    }
}
