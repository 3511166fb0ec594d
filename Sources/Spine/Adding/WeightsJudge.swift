// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage

/// Judges pairs by match weights that are learnt from the records at hand (`Specs/linkage.md` §10).
struct WeightsJudge {
    let measure: SimilarityMeasure
    /// What a row consists of.
    let vectors: [ScoredVector]

    /// Pairs less likely than this are no possible matches.
    private static let leastPossible = 0.05
    /// Bits of a link at the least.
    private static let leastEvidence = 0.1
    /// Bits by which records are held together that the model took for one person's from the start.
    private static let duplicateWeight: Float = 20

    /// Scores new records against nodes.
    ///
    /// - Parameters:
    ///   - isDeduplicated: whether the new records are of different people.
    ///   - persons: the entity of each node.
    func judge(
        _ records: LinkageDataset,
        _ nodes: LinkageDataset,
        isDeduplicated: Bool,
        persons: [UInt32],
        control: RunControl
    ) throws(LinkageError) -> Judgement {
        var judgement = Judgement()
        guard records.rows > 0, nodes.rows > 0 else { return judgement }
        let own = isDeduplicated ? RecordClusters(persons: (0..<UInt32(records.rows)).map { $0 }) : nil
        let input = try ScoringInput(
            LinkageInput([records, nodes], measure: measure),
            vectors: vectors,
            persons: [own, RecordClusters(persons: persons)]
        )
        var linkage = try ScoredLinkage(input, control: control)
        let decision = ScoredDecision(try linkage.score(DatasetPair(first: 0, second: 1)), rule: .maxF1)
        judgement.doubt = decision.doubt
        judgement.expected = Judgement.Expectation(
            precision: decision.measures.precision.value,
            recall: decision.measures.recall.value,
            matches: decision.measures.matches.value
        )
        guard decision.doubt == nil else { return judgement }
        for number in 0..<decision.scored.count where decision.scored.probability(number) >= Self.leastPossible {
            let pair = decision.scored.pair(number)
            let isLink = pair.probability >= decision.cut
            judgement.pairs.append(
                Judgement.Pair(
                    record: pair.rowA,
                    node: pair.rowB,
                    weight: Float(pair.weight),
                    // What a rival is likelier for speaks against, however alike the two are.
                    evidence: isLink ? max(pair.weight, Self.leastEvidence) : min(pair.weight, 0),
                    probability: Float(pair.probability),
                    isLink: isLink
                )
            )
        }
        for (row, first) in (decision.scored.clusterOfRow?.0 ?? []).enumerated() where row != Int(first) {
            judgement.within.append(
                Judgement.Within(first: row, second: Int(first), weight: Self.duplicateWeight, evidence: nil)
            )
        }
        return judgement
    }
}
