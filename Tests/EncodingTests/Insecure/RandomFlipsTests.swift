// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Testing

/// Noise on bits: at its rate, everywhere, and never the same twice.
@Suite struct RandomFlipsTests {
    static let records = 200 as UInt64

    /// A generator made anew from one seed for each record leaves half of the positions untouched and flips the rest
    /// always; so does noise that cancels out between files.
    @Test(arguments: [0.1, 0.25, 0.5])
    func defect_D1_noiseIsPerRecord(rate: Double) throws {
        let blank = [UInt8](repeating: 0, count: 128)
        let masks = try ["agency-a", "agency-b"].flatMap { file in
            let flips = Insecure.RandomFlips(rate: rate, file: Array(file.utf8), hasher: try NumberedHasher(1))
            return (0..<Self.records).map { flips.flipped(blank, record: $0) }
        }
        #expect(Set(masks).count == masks.count)

        let count = Double(Self.records)
        let variance = rate * (1 - rate)
        for file in [masks.prefix(200), masks.suffix(200)] {
            let flipped = file.reduce(0) { $0 + ones($1) }
            #expect(abs(Double(flipped) - count * 1024 * rate) < 5 * (count * 1024 * variance).squareRoot())
            var atPosition = [Int](repeating: 0, count: 1024)
            for mask in file { for (index, bit) in bits(mask).enumerated() where bit { atPosition[index] += 1 } }
            #expect(atPosition.allSatisfy { $0 > 0 && $0 < 200 })
            #expect(atPosition.allSatisfy { abs(Double($0) - count * rate) < 6 * (count * variance).squareRoot() })
        }
        // Two independent masks differ at 2 p (1 - p) of their bits.
        let apart = zip(masks, masks.dropFirst(200)).reduce(0) { $0 + distance($1.0, $1.1) }
        let share = 2 * variance
        #expect(abs(Double(apart) - count * 1024 * share) < 5 * (count * 1024 * share * (1 - share)).squareRoot())
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func noiseDependsOnKeyFileAndRecordAndNotOnTheFilter(seed: UInt64) throws {
        let filter = randomFilter(bytes: 64, seed: seed)
        let blank = [UInt8](repeating: 0, count: 64)
        func flips(_ key: UInt64) throws -> Insecure.RandomFlips {
            Insecure.RandomFlips(rate: 0.3, file: [1], hasher: try NumberedHasher(key))
        }
        let mask = try flips(seed).flipped(blank, record: 7)
        #expect(try flips(seed).flipped(filter, record: 7) == zip(filter, mask).map { $0 ^ $1 })
        #expect(try flips(seed + 1).flipped(blank, record: 7) != mask)
        let never = Insecure.RandomFlips(rate: 0, file: [1], hasher: try NumberedHasher(seed))
        #expect(never.flipped(filter, record: 7) == filter)
    }
}
