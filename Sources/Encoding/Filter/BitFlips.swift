// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas
internal import Sealing

/// Flips each bit of a row's vectors with the schema's probability, anew in every row (`Specs/encodings.md` §5).
///
/// The noise comes from libsodium's generator, never from a key or a record: the same record has other noise each time.
/// Not safe for concurrent use.
@safe
final class BitFlips {
    /// A vector: where its words lie, and its features as bits of the presence mask.
    private struct Lane {
        let words: Range<Int>
        let features: UInt64
    }

    private let numerator: UInt64
    private let lanes: [Lane]
    private let random: RandomStream

    /// Nil for a schema without flips.
    init?(_ schema: LinkageSchema) throws(SealingError) {
        guard schema.flipsPerThousand > 0 else { return nil }
        numerator = UInt64(schema.flipsPerThousand)
        var word = schema.presenceBytes / 8
        lanes = schema.vectors.map { vector in
            defer { word += vector.bits / 64 }
            // A schema has 64 features at most, so the presence mask is one word.
            let features = vector.features.reduce(0 as UInt64) { $0 | 1 << UInt64(63 - $1) }
            return Lane(words: word..<word + vector.bits / 64, features: features)
        }
        random = try RandomStream()
    }

    /// Flips bits of an encoded row; a vector without a present feature stays as it is.
    ///
    /// Complexity: about eight random words for each word of the vectors.
    func flip(_ row: UnsafeMutableRawPointer) {
        let presence = UInt64(bigEndian: unsafe row.loadUnaligned(as: UInt64.self))
        for lane in lanes where lane.features & presence != 0 {
            for word in lane.words {
                let bits = unsafe row.loadUnaligned(fromByteOffset: word &* 8, as: UInt64.self)
                unsafe row.storeBytes(of: bits ^ mask(), toByteOffset: word &* 8, as: UInt64.self)
            }
        }
    }

    /// 64 independent bits, each 1 with probability exactly numerator/1000.
    ///
    /// Compares 64 uniform numbers with numerator/1000, a binary digit of all at a time, until every comparison is
    /// decided: no digit is cut off, and no number is rejected.
    private func mask() -> UInt64 {
        var rest = numerator
        var undecided = UInt64.max
        var isBelow: UInt64 = 0
        while undecided != 0 {
            let digits = random.next()
            rest &*= 2
            if rest >= 1000 {
                rest &-= 1000
                isBelow |= undecided & ~digits
                undecided &= digits
            } else {
                undecided &= ~digits
            }
        }
        return isBelow
    }
}
