// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Attacks
package import BitVectors

/// Encodings under attack, and the list that the attacker holds.
package struct Target: Sendable {
    package let scheme: EncodingScheme
    package let encodings: FilterMatrix
    /// The attacker's people, as they stand in the attacker's list.
    package let list: TokenSets
    /// The same people encoded under the attacker's own key, which says how alike their encodings are.
    package let ownKey: FilterMatrix
    /// The person of the list behind every encoding; nil: not in the list.
    package let truth: [Int?]

    package init(
        scheme: EncodingScheme,
        encodings: FilterMatrix,
        list: TokenSets,
        ownKey: FilterMatrix,
        truth: [Int?]
    ) {
        self.scheme = scheme
        self.encodings = encodings
        self.list = list
        self.ownKey = ownKey
        self.truth = truth
    }

    /// What parities preserve, without their noise.
    private var ideal: PlaintextSimilarity? {
        scheme.majorities.map { .ideal(majorities: $0, isCentred: scheme.isCentred) }
    }

    /// Re-identifies without any known person, by the graph of similarities.
    ///
    /// - Throws: `attack.…`
    package func unseeded(_ attack: GraphMatching, _ control: AttackControl = AttackControl()) throws(AttackError)
        -> AttackResult
    {
        var graphs = [
            GraphMatching.Graph(name: "own key", similarities: try ownKey.similarities(under: scheme.measure))
        ]
        if let ideal {
            graphs.append(GraphMatching.Graph(name: "\(ideal)", similarities: try list.similarities(under: ideal)))
        }
        graphs.append(GraphMatching.Graph(name: "tokens", similarities: try list.similarities(under: .dice)))
        return try attack.attack(
            try encodings.similarities(under: scheme.measure),
            with: graphs,
            truth: truth,
            control: control
        )
    }

    /// Re-identifies with the knowledge of whose encodings some are.
    ///
    /// - Throws: `attack.…`
    package func seeded(_ attack: KnownPlaintext, known: Int, _ control: AttackControl = AttackControl())
        throws(AttackError) -> AttackResult
    {
        var attack = attack
        // Parities preserve no Dice coefficient.
        if let ideal { attack.profiles = attack.profiles.filter { $0 != .dice } + [ideal] }
        return try attack.attack(
            encodings,
            measure: scheme.measure,
            list: list,
            truth: truth,
            known: known,
            control: control
        )
    }
}
