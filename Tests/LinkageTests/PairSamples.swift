// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Linkage
import Sealing
import TestSupport

/// Random pairs, ascending, each once: few rows make them dense, many sparse.
func randomPairs(_ count: Int, rows: UInt32, _ random: inout SplitMix64) -> [FoundPair] {
    var pairs: [UInt64: FoundPair] = [:]
    for _ in 0..<count {
        let (rowA, rowB) = (UInt32.random(in: 0...rows, using: &random), UInt32.random(in: 0...rows, using: &random))
        let intersection = UInt32.random(in: 0...300, using: &random)
        pairs[UInt64(rowA) << 32 | UInt64(rowB)] = FoundPair(rowA: rowA, rowB: rowB, intersection: intersection)
    }
    return pairs.sorted { $0.key < $1.key }.map(\.value)
}

/// A digest of a plan.
let samplePlan = [UInt8](0..<32)

/// The result of a tile put together by `Specs/pair-files.md`, with whatever lies a test wants.
struct RawPairFile {
    var magic = "tessera-pairs/1\n"
    var plan = samplePlan
    var tile: UInt64 = 7
    /// For each block its number of pairs and its bytes.
    var blocks: [(count: UInt32, bytes: [UInt8])] = []
    var comparisons: UInt64 = 0
    /// What the end says, if not the truth.
    var pairs: UInt64?
    var size: UInt64?
    var digest: [UInt8]?

    init(blocks: [[FoundPair]] = []) {
        self.blocks = blocks.map { (UInt32($0.count), Self.encoded($0)) }
    }

    /// The bytes of the file.
    var bytes: [UInt8] {
        var all = Array(magic.utf8) + plan + little(tile)
        all += SHA256.digest(of: all).prefix(8)
        for block in blocks {
            all += little(UInt32(block.bytes.count)) + little(block.count) + block.bytes
            all += SHA256.digest(of: all).prefix(8)
        }
        let sum = blocks.reduce(0) { $0 + UInt64($1.count) }
        let end =
            Array("pairsend".utf8) + little(comparisons) + little(pairs ?? sum) + little(size ?? UInt64(all.count + 72))
        let closing = end + (digest ?? SHA256.digest(of: all + end))
        return all + closing + SHA256.digest(of: closing).prefix(8)
    }

    /// A number by seven bits a byte.
    static func number(_ number: UInt64) -> [UInt8] {
        number < 128 ? [UInt8(number)] : [UInt8(number % 128) + 128] + Self.number(number / 128)
    }

    /// The bytes of a block of ascending pairs.
    private static func encoded(_ pairs: [FoundPair]) -> [UInt8] {
        var bytes: [UInt8] = []
        var (rowBefore, intersection) = (-1, 0)
        for row in Set(pairs.map(\.rowA)).sorted() {
            let group = pairs.filter { $0.rowA == row }
            bytes += number(UInt64(Int(row) - rowBefore - 1)) + number(UInt64(group.count - 1))
            rowBefore = Int(row)
            var before = -1
            for pair in group {
                bytes += number(UInt64(Int(pair.rowB) - before - 1))
                before = Int(pair.rowB)
                // Modulo 2^32, the nearer way round: upwards even, downwards odd.
                var step = (Int(pair.intersection) - intersection) % (1 << 32)
                if step >= 1 << 31 { step -= 1 << 32 }
                if step < -(1 << 31) { step += 1 << 32 }
                bytes += number(step >= 0 ? UInt64(2 * step) : UInt64(-2 * step - 1))
                intersection = Int(pair.intersection)
            }
        }
        return bytes
    }

    private func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
