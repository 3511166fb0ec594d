// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels
internal import Glibc

/// Counts votes in bit slices and compares the counts with thresholds, with the instructions of one set; all give the same bits.
@safe
package struct MajorityKernel: @unchecked Sendable {
    /// Votes that are counted at most.
    package static let mostVotes = Int(TESSERA_MOST_VOTES)
    /// Votes that are added at a time.
    package static let step = Int(TESSERA_VOTE_STEP)
    /// Bits of a threshold.
    package static let planes = Int(TESSERA_THRESHOLD_PLANES)
    /// Bytes of a plane that stand together; the length of a vector is a multiple of it.
    package static let blockBytes = Int(TESSERA_MAJORITY_BLOCK)

    /// The kernels that this processor can run, the slowest first.
    package static var supported: [MajorityKernel] {
        (0..<tessera_majority_count()).compactMap { index in
            let table = unsafe tessera_majority_at(index).pointee
            return unsafe table.is_supported()
                ? MajorityKernel(name: String(cString: table.name), run: table.write) : nil
        }
    }

    /// The fastest, or the one that `TESSERA_KERNEL` names; where there is none of that name, the one for any processor.
    static let chosen: MajorityKernel = {
        let name = unsafe getenv("TESSERA_KERNEL").map { unsafe String(cString: $0) } ?? ""
        let kernels = supported
        return kernels.last { name.isEmpty || $0.name == name } ?? kernels[0]
    }()

    package let name: String
    private let run: tessera_write_majority

    private init(name: String, run: tessera_write_majority) {
        self.name = name
        unsafe self.run = run
    }

    /// Writes a vector: the parity over its majorities of whether votes and threshold together reach 128.
    ///
    /// - Parameters:
    ///   - bytes: of the vector, in whole blocks.
    ///   - majorities: m.
    ///   - signs: of each vote, `majorities` times `bytes` bytes; `steps` times eight of them, those too many being zeros.
    ///   - thresholds: for each majority and block 128 less the least count that wins, its bits from the least on in a block each.
    ///
    /// Complexity: O(l · m · votes): some five operations a vote and register.
    @inline(__always)
    package func write(
        bytes: Int,
        majorities: Int,
        signs: UnsafePointer<UnsafeRawPointer>,
        steps: Int,
        thresholds: UnsafeRawPointer,
        to output: UnsafeMutableRawPointer
    ) {
        unsafe run(bytes, majorities, signs, steps, thresholds, output)
    }
}
