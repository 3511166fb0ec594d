// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import Sealing
import TestSupport
import Testing

/// Which positions tables have: a secret's own, each of them as often as the others.
@Suite struct HammingDrawTests {
    private let secret = (0..<32).map { UInt8($0 * 7) }

    private func draw(_ count: Int, _ positions: [UInt32], _ secret: [UInt8], keyBits: Int = 20) -> [HammingTable] {
        HammingDraw.tables(count, from: positions, keyBits: keyBits, sketchBits: 64, key: secret)
    }

    @Test func theSecretDecidesTheTables() {
        let positions = (0..<200).map { UInt32(3 * $0) }
        let tables = draw(30, positions, secret)
        #expect(tables == draw(30, positions, secret))
        #expect(draw(12, positions, secret) == Array(tables[..<12]))
        for byte in [0, 17, 31] {
            var other = secret
            other[byte] ^= 1
            let alike = zip(tables, draw(30, positions, other)).count { $0.key == $1.key || $0.sketch == $1.sketch }
            #expect(alike == 0)
        }
    }

    /// As the linkage unit derives them: its identity and the project's name.
    @Test func everyProjectAndLinkageUnitHasItsOwn() throws {
        let unit = try Identity.generate(name: "unit")
        let other = try Identity.generate(name: "unit")
        let secrets = try [unit, other].flatMap { try [$0.secret(for: "search/a"), $0.secret(for: "search/b")] }
        #expect(secrets.allSatisfy { $0.count == HammingDraw.keyBytes })
        let positions = (0..<200).map(UInt32.init)
        let keys = secrets.map { draw(10, positions, $0).map(\.key) }
        #expect(Set(keys).count == 4)
        #expect(try draw(10, positions, unit.secret(for: "search/a")).map(\.key) == keys[0])
    }

    @Test func tablesOfADeckShareNoPositionOfTheirKeys() {
        let positions = (100..<300).map(UInt32.init)
        let tables = draw(23, positions, secret)
        for table in tables {
            #expect(table.key.count == 20 && table.sketch.count == 64)
            #expect(Set(table.key + table.sketch).count == 84)
            #expect(Set(table.key + table.sketch).isSubset(of: positions))
        }
        // 200 positions make ten keys of 20, then they are shuffled anew.
        for deck in [0..<10, 10..<20] { #expect(Set(tables[deck].flatMap(\.key)) == Set(positions)) }
        #expect(Set(tables[..<10].map(\.key)).isDisjoint(with: tables[10..<20].map(\.key)))
    }

    /// 16 keys of 12 leave 8 of 200 positions over, never the same ones.
    @Test(arguments: 1...5 as ClosedRange<UInt8>)
    func positionsAreUsedEquallyOften(seed: UInt8) {
        let tables = draw(128, (0..<200).map(UInt32.init), secret.map { $0 ^ seed }, keyBits: 12)
        var keys = [Int](repeating: 0, count: 200)
        var sketches = keys
        for table in tables {
            for position in table.key { keys[Int(position)] += 1 }
            for position in table.sketch { sketches[Int(position)] += 1 }
        }
        #expect(keys.max() == 8 && keys.reduce(0, +) == 128 * 12)
        #expect(keys.allSatisfy { $0 >= 4 })
        // 64 of the positions beside the key: 41 of 128 times on average, with a deviation of 5.3.
        #expect(sketches.allSatisfy { abs($0 - 41) <= 26 })
    }

    /// No position is likelier than another: in the first key of 600 secrets each of 48 is 150 times, with a deviation of 10.6.
    @Test func everySecretIsAsLikelyToUseAPosition() {
        var counts = [Int](repeating: 0, count: 48)
        var random = SplitMix64(seed: 3)
        for _ in 0..<600 {
            let secret = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            let tables = HammingDraw.tables(
                1,
                from: counts.indices.map(UInt32.init),
                keyBits: 12,
                sketchBits: 0,
                key: secret
            )
            for position in tables[0].key { counts[Int(position)] += 1 }
        }
        #expect(counts.allSatisfy { abs($0 - 150) < 48 })
        // Chi-squared of 47 degrees of freedom, beyond 100 once in 100,000 draws; without replacement it is less.
        let square = counts.reduce(0.0) { $0 + Double(($1 - 150) * ($1 - 150)) / 150 }
        #expect(square < 100)
    }

    /// The definition, on another ChaCha20: a deck shuffled by stream 0, a sketch by stream 1.
    @Test func theDrawIsThatOfChaCha20() {
        let positions = (0..<96).map(UInt32.init)
        let table = HammingDraw.tables(1, from: positions, keyBits: 12, sketchBits: 30, key: secret)[0]
        let dealt = shuffled(positions, 96, nonce: 0).prefix(12)
        #expect(table.key == dealt.sorted())
        let sketch = shuffled(positions.filter { !dealt.contains($0) }, 30, nonce: 1).prefix(30)
        #expect(table.sketch == sketch.sorted())
    }

    /// RFC 7539 §2.3.2's block, with the nonce's first word as the upper half of the counter.
    @Test func theTestsChaCha20IsTheStandards() {
        let key = (0..<32).map(UInt8.init)
        let words = ChaCha20.block(key: key, counter: 1 | 0x0900_0000 << 32, nonce: 0x4a00_0000)
        #expect(words[0] == 0xe4e7_f110 && words[1] == 0x1559_3bd1 && words[15] == 0x4e3c_50a2)
    }

    private func shuffled(_ positions: [UInt32], _ steps: Int, nonce: UInt64) -> [UInt32] {
        var positions = positions
        let words = (0..<UInt64(steps + 7) / 8).flatMap { ChaCha20.block(key: secret, counter: $0, nonce: nonce) }
        for step in 0..<steps {
            let random = UInt64(words[2 * step]) | UInt64(words[2 * step + 1]) << 32
            let chosen = random.multipliedFullWidth(by: UInt64(positions.count - step)).high
            positions.swapAt(step, step + Int(chosen))
        }
        return positions
    }
}

/// ChaCha20 (Bernstein 2008) with a counter and a nonce of 64 bits each.
private enum ChaCha20 {
    static func block(key: [UInt8], counter: UInt64, nonce: UInt64) -> [UInt32] {
        let keyWords = (0..<8).map { word in
            (0..<4).reduce(0 as UInt32) { $0 | UInt32(key[4 * word + $1]) << UInt32(8 * $1) }
        }
        let tail = [counter, counter >> 32, nonce, nonce >> 32].map { UInt32(truncatingIfNeeded: $0) }
        let start = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574] + keyWords + tail
        var state = start
        for _ in 0..<10 {
            for column in 0..<4 { quarter(&state, column, 4 + column, 8 + column, 12 + column) }
            for row in 0..<4 { quarter(&state, row, 4 + (row + 1) % 4, 8 + (row + 2) % 4, 12 + (row + 3) % 4) }
        }
        return zip(state, start).map { $0 &+ $1 }
    }

    private static func quarter(_ state: inout [UInt32], _ a: Int, _ b: Int, _ c: Int, _ d: Int) {
        for (left, right) in [(UInt32(16), UInt32(12)), (8, 7)] {
            state[a] &+= state[b]
            state[d] = rotated(state[d] ^ state[a], left)
            state[c] &+= state[d]
            state[b] = rotated(state[b] ^ state[c], right)
        }
    }

    private static func rotated(_ word: UInt32, _ by: UInt32) -> UInt32 { word << by | word >> (32 - by) }
}
