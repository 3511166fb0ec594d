// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas

extension LinkageSchema {
    /// The same features in one plain record-level CLK (Schnell, Bachteler and Reiher 2011): the encoding that is known
    /// to fall, by which a run shows that its attacks work.
    ///
    /// - Parameter meanTokens: of a record; with it each bit is set in about half of the filters, and in fewer where that would
    ///   take more than 30 bits a token.
    package func plainRecord(bits: Int = 1024, meanTokens: Double) -> LinkageSchema {
        var plain = self
        plain.profile = .bloom
        plain.flipsPerThousand = 0
        let bitsPerToken = EncodingScheme.bitsPerToken(filling: bits, meanTokens: meanTokens)
        for index in plain.features.indices {
            plain.features[index].weight = .bitsPerToken(bitsPerToken)
            plain.features[index].centre = .none
        }
        plain.vectors = [VectorLayout(name: "clk", bits: bits, features: Array(features.indices))]
        return plain
    }

    /// The same features in a Bloom filter each (Schnell, Bachteler and Reiher 2009).
    package func plainFields(bits: Int, bitsPerToken: Int, flipsPerThousand: Int) -> LinkageSchema {
        var plain = self
        plain.profile = .bloom
        plain.flipsPerThousand = flipsPerThousand
        for index in plain.features.indices {
            plain.features[index].weight = .bitsPerToken(bitsPerToken)
            plain.features[index].centre = .none
        }
        plain.vectors = features.indices.map {
            VectorLayout(name: features[$0].name, bits: bits, features: [$0])
        }
        return plain
    }
}
