// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Testing

@Suite struct MajorityKernelTests {
    @Test func oneRunsOnAnyProcessor() {
        #expect(MajorityKernel.supported.first?.name == "portable")
    }

    /// Every kernel against counting position by position.
    @Test(arguments: MajorityKernel.supported.map(\.name), 0..<12 as Range<UInt64>)
    func parityIsThatOfCountedVotes(name: String, seed: UInt64) throws {
        let kernel = try #require(MajorityKernel.supported.first { $0.name == name })
        var people = People(seed: seed)
        let bytes = MajorityKernel.blockBytes * people.number(1...8)
        let majorities = people.number(1...4)
        let votes = seed < 2 ? Int(seed) * MajorityKernel.mostVotes : people.number(1...MajorityKernel.mostVotes)
        let steps = (votes + MajorityKernel.step - 1) / MajorityKernel.step
        let size = bytes * majorities
        var signs = [UInt8](repeating: 0, count: max(steps, 1) * MajorityKernel.step * size)
        for index in 0..<votes * size { signs[index] = UInt8(people.number(0...255)) }
        // At the ends too: always and never won.
        let least = (0..<size * 8).map { _ in
            people.number(0...9) == 0 ? people.pick([0, 128]) : people.number(0...votes + 1)
        }
        var expected = [UInt8](repeating: 0, count: bytes)
        var thresholds = [UInt8](repeating: 0, count: size * MajorityKernel.planes)
        for place in 0..<size * 8 {
            let (byte, mask) = (place / 8, UInt8(0x80) >> UInt8(place % 8))
            let count = (0..<votes).count { signs[$0 * size + byte] & mask != 0 }
            if count >= least[place] { expected[byte % bytes] ^= mask }
            let (block, within) = byte.quotientAndRemainder(dividingBy: MajorityKernel.blockBytes)
            for plane in 0..<MajorityKernel.planes where (128 - least[place]) >> plane & 1 != 0 {
                thresholds[(block * MajorityKernel.planes + plane) * MajorityKernel.blockBytes + within] |= mask
            }
        }
        var output = [UInt8](repeating: 0xAA, count: bytes)
        unsafe signs.withUnsafeBytes { signs in
            guard let base = signs.baseAddress else { return }
            let rows = unsafe (0..<signs.count / size).map { unsafe base + $0 * size }
            unsafe thresholds.withUnsafeBytes { thresholds in
                unsafe output.withUnsafeMutableBytes { output in
                    guard let thresholds = thresholds.baseAddress, let output = output.baseAddress else { return }
                    unsafe kernel.write(
                        bytes: bytes,
                        majorities: majorities,
                        signs: rows,
                        steps: steps,
                        thresholds: thresholds,
                        to: output
                    )
                }
            }
        }
        #expect(output == expected, "\(bytes) bytes, \(majorities) majorities, \(votes) votes")
    }
}
