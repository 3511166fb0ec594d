// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage

/// Judges pairs by one similarity of whole rows.
struct SimilarityJudge {
    let threshold: SimilarityThreshold
    let possible: SimilarityThreshold
    /// In ten-thousandths; nil to compare every pair.
    let recall: Int?
    let measure: SimilarityMeasure
    /// What an approximate search draws its positions by.
    let secret: [UInt8]
    /// Where files without names are made.
    let folder: String

    /// Pairs a record from which on a threshold says nothing.
    private static let pairsPerRecord = 20

    /// Compares new records with nodes, and with each other where duplicates are looked for.
    func judge(
        _ records: LinkageDataset,
        _ nodes: LinkageDataset,
        isWithin: Bool,
        control: RunControl
    ) throws(LinkageError) -> Judgement {
        var judgement = Judgement()
        let limit = max(1_000_000, Self.pairsPerRecord * (records.rows + nodes.rows))
        if records.rows > 0, nodes.rows > 0 {
            let input = try LinkageInput([records, nodes], measure: measure)
            let found: [FoundPair]
            if let recall {
                let (pairs, measured) = try AllPairs.find(
                    in: input,
                    threshold: possible,
                    recall: recall,
                    secret: secret,
                    pairLimit: limit,
                    folder: folder,
                    control: control
                )
                (found, judgement.recall) = (pairs, measured?.share)
            } else {
                found = try AllPairs.find(in: input, threshold: possible, pairLimit: limit, control: control)
                    .flatMap(\.pairs)
            }
            judgement.pairs = found.map { pair in
                let similarity = input.similarity(pair, in: DatasetPair(first: 0, second: 1))
                let isLink = similarity >= threshold.similarity
                return Judgement.Pair(
                    record: Int(pair.rowA),
                    node: Int(pair.rowB),
                    weight: Float(similarity.tenThousandths) / 100,
                    evidence: isLink ? evidence(similarity) : 0,
                    probability: isLink ? 1 : 0,
                    isLink: isLink
                )
            }
        }
        if isWithin, records.rows > 1 {
            let input = try LinkageInput([records], measure: measure, isWithin: true)
            judgement.within = try AllPairs.find(
                in: input,
                threshold: threshold,
                pairLimit: limit,
                control: control
            )
            .flatMap(\.pairs).map { pair in
                let similarity = input.similarity(pair, in: DatasetPair(first: 0, second: 0))
                return Judgement.Within(
                    first: Int(pair.rowA),
                    second: Int(pair.rowB),
                    weight: Float(similarity.tenThousandths) / 100,
                    evidence: evidence(similarity)
                )
            }
        }
        return judgement
    }

    /// How far beyond the threshold a link is, in hundredths from 1 on.
    private func evidence(_ similarity: Similarity) -> Double {
        1 + Double(similarity.tenThousandths - threshold.tenThousandths) / 100
    }
}

extension SimilarityThreshold {
    /// As a fraction.
    fileprivate var similarity: Similarity { Similarity(numerator: UInt64(tenThousandths), denominator: 10_000) }
}
