// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Encoding
internal import EncodingKeys
internal import Privacy
internal import Schemas

/// Encodings of the literature, for comparison in a laboratory only: no agency can make them.
enum ResearchScheme: String, CaseIterable, Sendable {
    case fold, balance, rule90, flips5, flips10, diffusion4, diffusion10, minhash

    /// The encoding over the tokens of a schema, in 1,024 bits: 512 of the fold, 2,048 of the balance; the filters have 1,024 before,
    /// those of the diffusions 2,048.
    ///
    /// - Parameter meanTokens: of a record, from which bits a token follow: about half of the bits get set.
    func scheme(_ schema: LinkageSchema, meanTokens: Double) -> EncodingScheme {
        let bits = self == .fold ? 512 : self == .balance ? 2_048 : 1_024
        let inner = self == .diffusion4 || self == .diffusion10 ? 2_048 : 1_024
        let perToken = EncodingScheme.bitsPerToken(filling: inner, meanTokens: meanTokens)
        return EncodingScheme(
            name: rawValue,
            measure: self == .rule90 || self == .diffusion4 || self == .diffusion10 || self == .minhash
                || self == .balance
                ? .hamming : .dice,
            bits: bits,
            schema: schema,
            filter: { hasher in
                func filter(_ tokens: [[UInt8]]) -> [UInt8] {
                    plainFilter(of: tokens, bitsPerToken: perToken, length: inner, hasher: hasher)
                }
                switch self {
                case .fold: return { tokens, _ in Insecure.folded(filter(tokens)) }
                case .balance:
                    let order = Insecure.KeyedPermutation(
                        count: 2 * inner,
                        drawing: Insecure.KeyedStream(hasher, purpose: "lab/balance")
                    )
                    return { tokens, _ in Insecure.balanced(filter(tokens), permutation: order) }
                case .rule90: return { tokens, _ in Insecure.rule90(filter(tokens)) }
                case .flips5, .flips10:
                    let flips = Insecure.RandomFlips(rate: self == .flips5 ? 0.05 : 0.1, file: [], hasher: hasher)
                    return { tokens, place in flips.flipped(filter(tokens), record: UInt64(place)) }
                case .diffusion4, .diffusion10:
                    let diffusion = Insecure.Diffusion(
                        inputBits: inner,
                        outputBits: bits,
                        t: self == .diffusion4 ? 4 : 10,
                        hasher: hasher
                    )
                    return { tokens, _ in diffusion.applied(to: filter(tokens)) }
                case .minhash:
                    let minhash = Insecure.TabulationMinHash(length: bits, hasher: hasher)
                    return { tokens, _ in minhash.encoded(tokens) }
                }
            }
        )
    }
}
