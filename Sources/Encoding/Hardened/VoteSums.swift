// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Sums of signs, one for each row and position of a vector, in whole numbers.
struct VoteSums {
    private(set) var sums: [Int64]

    init(_ shape: MajorityShape) { sums = [Int64](repeating: 0, count: shape.bits * shape.votes) }

    /// Adds a token's signs some times.
    mutating func add(_ signs: UnsafeRawBufferPointer, times: Int64) {
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            for place in signs.indices {
                let byte = unsafe Int64(signs[place])
                for bit in 0..<8 {
                    let isUp = byte &>> (7 &- Int64(bit)) & 1
                    unsafe sums[place &* 8 &+ bit] &+= (2 &* isUp &- 1) &* times
                }
            }
        }
    }

    /// Adds other sums some times.
    mutating func add(_ other: VoteSums, times: Int64) {
        for place in sums.indices { sums[place] &+= other.sums[place] &* times }
    }
}
