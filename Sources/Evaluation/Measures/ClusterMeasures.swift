// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import JSONText
internal import Reports

/// How clusters of records compare with the people that the records are of.
///
/// *Pairwise* counts pairs of records that share a cluster, so a large cluster counts for much; *B-cubed* (Bagga & Baldwin, LREC 1998)
/// asks of every record which share of its cluster is its person's, and which share of its person's records its cluster has.
package struct ClusterMeasures: Sendable, Equatable {
    /// Pairs of records of one cluster against pairs of one person.
    package let pairwise: LinkageMeasures
    /// The mean share of a record's cluster that is its person's, the record among them; nil without records.
    package let bCubedPrecision: Double?
    /// The mean share of a person's records that are in the record's cluster, the record among them; nil without records.
    package let bCubedRecall: Double?
    /// People whose records are a cluster, no more and no less.
    package let exactPeople: Int
    /// People that have a record.
    package let people: Int

    /// The harmonic mean of both.
    package var bCubedF1: Double? {
        guard let bCubedPrecision, let bCubedRecall else { return nil }
        return 2 * bCubedPrecision * bCubedRecall / (bCubedPrecision + bCubedRecall)
    }

    /// Counts the records whose person is known, O(n log n).
    package init(clusters: [UInt32], people: [UInt32?]) {
        let cells = zip(clusters, people).compactMap { cluster, person in
            person.map { UInt64(cluster) << 32 | UInt64($0) }
        }
        let inBoth = Self.counts(cells.sorted())
        let inCluster = Dictionary(uniqueKeysWithValues: Self.counts(cells.map { $0 >> 32 }.sorted()))
        let ofPerson = Dictionary(uniqueKeysWithValues: Self.counts(cells.map { $0 & 0xFFFF_FFFF }.sorted()))
        var (precision, recall, exact) = (0.0, 0.0, 0)
        for (cell, count) in inBoth {
            let (cluster, person) = (inCluster[cell >> 32] ?? count, ofPerson[cell & 0xFFFF_FFFF] ?? count)
            precision += Double(count) * Double(count) / Double(cluster)
            recall += Double(count) * Double(count) / Double(person)
            exact += count == cluster && count == person ? 1 : 0
        }
        func pairs(_ counts: some Sequence<Int>) -> Int { counts.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }
        let (both, linked, true_) = (pairs(inBoth.map(\.1)), pairs(inCluster.values), pairs(ofPerson.values))
        pairwise = LinkageMeasures(truePositives: both, falsePositives: linked - both, falseNegatives: true_ - both)
        bCubedPrecision = cells.isEmpty ? nil : precision / Double(cells.count)
        bCubedRecall = cells.isEmpty ? nil : recall / Double(cells.count)
        exactPeople = exact
        self.people = ofPerson.count
    }

    /// How often each number stands in a sorted list.
    private static func counts(_ sorted: [UInt64]) -> [(UInt64, Int)] {
        var counts: [(UInt64, Int)] = []
        for number in sorted {
            if counts.last?.0 == number { counts[counts.count - 1].1 += 1 } else { counts.append((number, 1)) }
        }
        return counts
    }

    /// Everything for a terminal.
    package func textLines() -> [String] {
        func text(_ share: Double?) -> String { share.map { NumberText.fixed($0, 4) } ?? "-" }
        return [
            "pairwise  precision \(pairwise.precision.text), recall \(pairwise.recall.text), F1 \(pairwise.f1.text)",
            "B-cubed   precision \(text(bCubedPrecision)), recall \(text(bCubedRecall)), F1 \(text(bCubedF1))",
            "\(exactPeople) of \(people) people have all their records in a cluster, and no others",
        ]
    }

    /// Everything as JSON.
    package func jsonValue() -> JSONValue {
        func value(_ share: Double?) -> JSONValue { share.map { .number($0) } ?? .null }
        return [
            "pairwise": [
                "truePositives": .integer(pairwise.truePositives), "falsePositives": .integer(pairwise.falsePositives),
                "falseNegatives": .integer(pairwise.falseNegatives), "precision": pairwise.precision.jsonValue,
                "recall": pairwise.recall.jsonValue, "f1": pairwise.f1.jsonValue,
            ],
            "bCubed": ["precision": value(bCubedPrecision), "recall": value(bCubedRecall), "f1": value(bCubedF1)],
            "people": .integer(people), "exactPeople": .integer(exactPeople),
        ]
    }
}
