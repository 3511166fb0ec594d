// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Counts votes in bit slices and compares the counts with thresholds, 128 positions at a time.
enum MajorityKernel {
    /// As many positions as a register of every processor holds.
    typealias Lane = SIMD2<UInt64>

    static let laneBytes = MemoryLayout<Lane>.size
    /// Votes that are counted at most: seven bits.
    static let mostVotes = 127
    /// Bits of a threshold: 0 to 128.
    static let planes = 8
    /// Rows that are added at a time.
    static let step = 8

    /// Bytes of the thresholds of a vector.
    static func thresholdBytes(_ shape: MajorityShape) -> Int { shape.signBytes * planes }

    /// Writes a vector: the parity over its rows of whether votes and threshold together reach 128.
    ///
    /// - Parameters:
    ///   - signs: of each vote, `shape.signBytes` bytes; `steps` times eight of them, those too many being zeros.
    ///   - thresholds: for each row and lane 128 less the least count that wins, its 8 bits from the least on in a lane each.
    ///
    /// Complexity: O(l · m · votes / 128): about five operations a vote and lane.
    @inline(never)
    static func write(
        _ shape: MajorityShape,
        signs: UnsafePointer<UnsafeRawPointer>,
        steps: Int,
        thresholds: UnsafeRawPointer,
        to output: UnsafeMutableRawPointer
    ) {
        for lane in stride(from: 0, to: shape.bytes, by: laneBytes) {
            var parity = Lane.zero
            for row in 0..<shape.votes {
                let offset = row &* shape.bytes &+ lane
                let start = unsafe thresholds + offset &* planes
                var ones = unsafe load(start, 0)
                var twos = unsafe load(start, 1)
                var fours = unsafe load(start, 2)
                var eights = unsafe load(start, 3)
                var sixteens = unsafe load(start, 4)
                var thirtyTwos = unsafe load(start, 5)
                var sixtyFours = unsafe load(start, 6)
                // Votes and threshold are 255 at most together, so it is never carried from here.
                var isWon = unsafe load(start, 7)
                var vote = unsafe signs
                for _ in 0..<steps &>> 1 {
                    let carry0 = unsafe addEight(vote, offset, &ones, &twos, &fours)
                    let carry1 = unsafe addEight(vote + step, offset, &ones, &twos, &fours)
                    isWon ^= add(
                        &sixtyFours,
                        add(&thirtyTwos, add(&sixteens, add(&eights, carry0, carry1)))
                    )
                    unsafe vote += 2 * step
                }
                if steps & 1 != 0 {
                    let carry = unsafe addEight(vote, offset, &ones, &twos, &fours)
                    isWon ^= add(&sixtyFours, add(&thirtyTwos, add(&sixteens, add(&eights, carry))))
                }
                parity ^= isWon
            }
            unsafe output.storeBytes(of: parity, toByteOffset: lane, as: Lane.self)
        }
    }

    /// Adds eight votes to the low planes; returns what is carried to the eights.
    @inline(__always)
    private static func addEight(
        _ vote: UnsafePointer<UnsafeRawPointer>,
        _ offset: Int,
        _ ones: inout Lane,
        _ twos: inout Lane,
        _ fours: inout Lane
    ) -> Lane {
        let two0 = unsafe add(&ones, sign(vote, 0, offset), sign(vote, 1, offset))
        let two1 = unsafe add(&ones, sign(vote, 2, offset), sign(vote, 3, offset))
        let four0 = add(&twos, two0, two1)
        let two2 = unsafe add(&ones, sign(vote, 4, offset), sign(vote, 5, offset))
        let two3 = unsafe add(&ones, sign(vote, 6, offset), sign(vote, 7, offset))
        let four1 = add(&twos, two2, two3)
        return add(&fours, four0, four1)
    }

    @inline(__always)
    private static func load(_ start: UnsafeRawPointer, _ plane: Int) -> Lane {
        unsafe start.loadUnaligned(fromByteOffset: plane &* laneBytes, as: Lane.self)
    }

    @inline(__always)
    private static func sign(_ votes: UnsafePointer<UnsafeRawPointer>, _ vote: Int, _ offset: Int) -> Lane {
        unsafe votes[vote].loadUnaligned(fromByteOffset: offset, as: Lane.self)
    }

    /// Adds two bits to a third, which becomes the sum; returns the carry.
    @inline(__always)
    private static func add(_ sum: inout Lane, _ a: Lane, _ b: Lane) -> Lane {
        let half = a ^ b
        let carry = a & b | half & sum
        sum ^= half
        return carry
    }

    /// Adds a bit to another, which becomes the sum; returns the carry.
    @inline(__always)
    private static func add(_ sum: inout Lane, _ a: Lane) -> Lane {
        let carry = sum & a
        sum ^= a
        return carry
    }
}
