// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
package import Clkhash
internal import Encoding
internal import EncodingKeys

extension EncodingScheme {
    /// For a report.
    static let controlName = "plain CLK (control)"

    /// What agencies make under a schema of clkhash; a key in the place of the secret.
    ///
    /// Rows are filled up with zero bits to a multiple of 64.
    package static func clkhash(_ schema: ClkhashSchema) -> EncodingScheme {
        EncodingScheme(
            name: "clkhash",
            measure: .dice,
            bits: FilterMatrix.paddedBits(schema.filterLength),
            make: { key throws(PrivacyError) in
                let encoder: ClkhashEncoder
                do throws(ClkhashError) {
                    encoder = try ClkhashEncoder(schema: schema, secret: key.bytes, cacheBytes: 1 << 24)
                } catch { throw PrivacyError(error) }
                return unsafe .fields { fields, row in
                    unsafe fields.withUnsafeFields { _ = unsafe encoder.encode(fields: $0, into: row) }
                }
            }
        )
    }

    /// A plain Bloom filter of tokens, whatever they are of.
    ///
    /// - Parameter meanTokens: of a record; with it each bit is set in about half of the filters.
    static func plainTokens(bits: Int, meanTokens: Double) -> EncodingScheme {
        let perToken = bitsPerToken(filling: bits, meanTokens: meanTokens)
        return EncodingScheme(
            name: controlName,
            measure: .dice,
            bits: bits,
            make: { key throws(PrivacyError) in
                let hasher: TokenHasher
                do throws(KeyError) {
                    let keys = try SchemaKeys(projectKey: key, fingerprint: [UInt8](repeating: 0, count: 32))
                    hasher = try keys.hasher(group: "control")
                } catch { throw PrivacyError(error) }
                return .tokens { tokens, _ in
                    plainFilter(of: tokens, bitsPerToken: perToken, length: bits, hasher: hasher)
                }
            }
        )
    }

    /// Positions a token that set about half of a filter's bits, 1 to 30.
    package static func bitsPerToken(filling bits: Int, meanTokens: Double) -> Int {
        max(1, min(30, Int((Double(bits) * 0.6931 / max(meanTokens, 1)).rounded())))
    }
}

extension FilterMatrix {
    /// The length of a row that holds so many bits.
    static func paddedBits(_ bits: Int) -> Int { (bits + 63) / 64 * 64 }
}
