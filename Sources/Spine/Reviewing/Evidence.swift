// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage

/// What one vector says of a pair of records.
package struct Evidence: Sendable, Equatable {
    package enum Outcome: String, Sendable {
        case equal
        case near
        case different
        case missingInOne = "missing in one"
        case missingInBoth = "missing in both"
        /// Unlike where they stand, alike across columns.
        case across
        /// All of a record is one vector, so nothing but the similarity is known.
        case whole
    }

    /// The vector's name, or two with a sign between them.
    package var name: String
    package var outcome: Outcome
    /// 0 to 1; nil where nothing could be compared.
    package var similarity: Double?

    package init(name: String, outcome: Outcome, similarity: Double?) {
        self.name = name
        self.outcome = outcome
        self.similarity = similarity
    }

    package var words: String {
        switch outcome {
        case .equal, .missingInOne, .missingInBoth: "\(name) \(outcome.rawValue)"
        case .near: "\(name) near (\(hundredths))"
        case .different: "\(name) differs (\(hundredths))"
        case .across: "\(name) alike (\(hundredths))"
        case .whole: "similarity \(hundredths)"
        }
    }

    private var hundredths: String {
        // Only what is equal is 1.
        let whole = min(Int(((similarity ?? 0) * 100).rounded()), outcome == .whole ? 100 : 99)
        return "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)"
    }
}

extension Evidence {

    /// Compares two records: every vector of first values with itself, then those of the same length across where they are not alike.
    static func all(_ a: ScoredRow, _ b: ScoredRow, _ format: SpineFormat) -> [Evidence] {
        let vectors = format.vectors
        func likeness(_ first: Int, _ second: Int) -> Likeness {
            vectors[first].likeness(a, with: vectors[second], of: b, format.measure)
        }
        // What describes a relative says nothing of the person.
        let own = vectors.indices.filter { vectors[$0].relativeOf == nil }
        let first = own.filter { vectors[$0].variantOf == nil }
        if own.count == 1 {
            let only = own[0]
            return [Evidence(name: vectors[only].name, outcome: .whole, similarity: likeness(only, only).similarity)]
        }
        let direct = vectors.indices.map { likeness(vectors[$0].variantOf ?? $0, vectors[$0].variantOf ?? $0) }
        var evidence = first.map { Evidence(vectors[$0].name, direct[$0]) }
        for i in own where !direct[i].isStrong {
            for j in own
            where i != j && vectors[i].bits.count == vectors[j].bits.count && !direct[j].isStrong {
                let areFirst = first.contains(i) && first.contains(j)
                let isOneField = (vectors[i].variantOf ?? i) == (vectors[j].variantOf ?? j)
                guard areFirst || isOneField else { continue }
                let across = likeness(i, j)
                guard across.isStrong else { continue }
                if areFirst, likeness(j, i).isStrong {
                    // Told once.
                    if i < j {
                        evidence.append(Evidence("\(vectors[i].name) ↔ \(vectors[j].name) swapped,", across: across))
                    }
                } else {
                    evidence.append(Evidence("\(vectors[i].name) → \(vectors[j].name)", across: across))
                }
            }
        }
        return evidence
    }

    private init(_ name: String, _ likeness: Likeness) {
        switch likeness {
        case .missing(let inBoth):
            self.init(name: name, outcome: inBoth ? .missingInBoth : .missingInOne, similarity: nil)
        case .equal: self.init(name: name, outcome: .equal, similarity: 1)
        case .apart:
            self.init(name: name, outcome: likeness.isNear ? .near : .different, similarity: likeness.similarity)
        }
    }

    private init(_ name: String, across likeness: Likeness) {
        self.init(name: name, outcome: .across, similarity: likeness.similarity)
    }
}

extension Likeness {
    fileprivate var similarity: Double? {
        switch self {
        case .missing: nil
        case .equal: 1
        case .apart(let similarity, _): Double(similarity) / 10_000
        }
    }

    /// Alike without doubt.
    fileprivate var isStrong: Bool {
        switch self {
        case .missing: false
        case .equal: true
        // Full filters are alike whatever they hold.
        case .apart(let similarity, let chance): similarity >= 8_000 && isAbove(chance, similarity, share: 2)
        }
    }

    /// More alike than different: beyond chance by a third of what there is to reach.
    fileprivate var isNear: Bool {
        guard case .apart(let similarity, let chance) = self else { return false }
        return isAbove(chance, similarity, share: 3)
    }

    private func isAbove(_ chance: Int, _ similarity: Int, share: Int) -> Bool {
        (similarity - chance) * share >= 10_000 - chance
    }
}
