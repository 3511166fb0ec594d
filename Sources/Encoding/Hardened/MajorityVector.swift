// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import EncodingKeys
internal import Schemas

/// What is fixed for one vector of a hardened profile: who votes, with which weight, around which centre, and how ties end.
final class MajorityVector {
    /// A feature that votes; plain numbers, because it is read for every record.
    struct Voter {
        /// Its index in the schema.
        let feature: Int
        let weight: Int
        /// Where the vector's signs begin among those of a token of the feature.
        let signOffset: Int
    }

    /// Where a voter's signs and its centre come from.
    struct Source {
        let maker: SignMaker
        let centre: CentreTable
    }

    let number: Int
    let shape: MajorityShape
    let voters: [Voter]
    /// Of each voter.
    private let sources: [Source]
    private let ties: [UInt8]
    /// Of each voter, made when it is first needed.
    private var centres: [VoteSums?]

    init(number: Int, shape: MajorityShape, voters: [(Voter, Source)], tieHasher: SignHasher) {
        self.number = number
        self.shape = shape
        self.voters = voters.map(\.0)
        sources = voters.map(\.1)
        centres = [VoteSums?](repeating: nil, count: voters.count)
        let tieMaker = SignMaker(shape: shape, vectors: [number], number: 0, hasher: tieHasher)
        ties = Self.signs(of: [], by: tieMaker, vector: number)
    }

    /// O: the sum of the centres of the features in a set, by their weight.
    func offsets(of present: UInt64) -> VoteSums {
        var total = VoteSums(shape)
        for (place, voter) in voters.enumerated() where present & 1 << UInt64(voter.feature) != 0 {
            total.add(centre(place), times: Int64(voter.weight))
        }
        return total
    }

    private func centre(_ place: Int) -> VoteSums {
        if let known = centres[place] { return known }
        let source = sources[place]
        var sums = VoteSums(shape)
        for entry in source.centre.entries {
            let signs = Self.signs(of: entry.token, by: source.maker, vector: number)
            unsafe signs.withUnsafeBytes { unsafe sums.add($0, times: Int64(entry.frequency)) }
        }
        centres[place] = sums
        return sums
    }

    private static func signs(of token: [UInt8], by maker: SignMaker, vector: Int) -> [UInt8] {
        var signs = [UInt8](repeating: 0, count: maker.shape.signBytes)
        unsafe token.withUnsafeBytes { token in
            unsafe signs.withUnsafeMutableBytes { unsafe maker.write(token, vector: vector, to: $0) }
        }
        return signs
    }

    /// Whether a tie is won, by row and position.
    func tie(_ place: Int) -> Bool { ties[place >> 3] & 0x80 >> UInt8(place & 7) != 0 }

    /// Writes for (present features, votes) what `MajorityKernel` takes as thresholds.
    ///
    /// B = 1 iff at least θ of n votes are for +1: with q = O + 65,536·n, θ = q / 131,072 if that is whole and the tie is won,
    /// else the next greater whole number.
    func writeThresholds(present: UInt64, votes: Int, to output: UnsafeMutableRawPointer) {
        let offsets = offsets(of: present).sums
        let block = MajorityKernel.blockBytes
        for byte in 0..<shape.signBytes {
            var planes: UInt64 = 0
            for bit in 0..<8 {
                let place = byte * 8 + bit
                let q = offsets[place] + Int64(votes) << 16
                let isExact = q & 0x1_FFFF == 0 && tie(place)
                let least = min(max((q >> 17) + (isExact ? 0 : 1), 0), 128)
                let bias = UInt64(128 - least)
                for plane in 0..<8 { planes |= (bias >> UInt64(plane) & 1) << UInt64(plane * 8 + 7 - bit) }
            }
            let start = byte / block * block * MajorityKernel.planes + byte % block
            for plane in 0..<8 {
                unsafe output.storeBytes(
                    of: UInt8(truncatingIfNeeded: planes >> UInt64(plane * 8)),
                    toByteOffset: start + plane * block,
                    as: UInt8.self
                )
            }
        }
    }

    /// Writes the vector from sums of votes, position by position, as the specification says it.
    func write(_ sums: VoteSums, present: UInt64, to output: UnsafeMutableRawPointer) {
        let offsets = offsets(of: present).sums
        for byte in 0..<shape.bytes {
            var bits: UInt8 = 0
            for bit in 0..<8 {
                var parity = false
                for row in 0..<shape.votes {
                    let place = row * shape.bits + byte * 8 + bit
                    let sum = sums.sums[place] << 16
                    parity = parity != (sum == offsets[place] ? tie(place) : sum > offsets[place])
                }
                if parity { bits |= 0x80 >> UInt8(bit) }
            }
            unsafe output.storeBytes(of: bits, toByteOffset: byte, as: UInt8.self)
        }
    }
}
