// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Links between records of several datasets, to be made into clusters of one person each.
///
/// Records are numbered from 0 in an order that the caller chooses and that breaks ties. The order in which links are added has no part in
/// what comes out, nor has which of two records is named first.
package struct ClusterGraph: Sendable {
    /// What a missing link says where nothing else is known, in bits.
    package static let absence = -8.0

    /// The dataset of each record.
    let datasets: [UInt32]
    let isDeduplicated: [Bool]
    private(set) var links: [ClusterLink] = []
    private(set) var known: [(UInt32, UInt32)] = []
    private(set) var forbidden: [(UInt32, UInt32)] = []
    /// For each two datasets, row by row, what a missing link says of two records; nil where not all were compared.
    private var absences: [Int32?]

    /// Starts without any link.
    ///
    /// - Parameters:
    ///   - datasetOfRecord: fewer than 2³² records; datasets are numbered from 0.
    ///   - isDeduplicated: for each dataset whether nobody has two records in it, except those known to be one person's.
    package init(datasetOfRecord: [UInt32], isDeduplicated: [Bool]) {
        datasets = datasetOfRecord
        self.isDeduplicated = isDeduplicated
        absences = [Int32?](repeating: nil, count: isDeduplicated.count * isDeduplicated.count)
    }

    /// Adds what was found of two records: bits beyond the cut, a number; above 0 it is a link, else evidence against one.
    ///
    /// Of a pair that is added again the strongest counts.
    package mutating func link(_ first: Int, _ second: Int, weight: Double) {
        links.append(ClusterLink(first, second, units: ClusterLink.units(weight)))
    }

    /// Two records are one person's, whatever is found of them.
    package mutating func know(_ first: Int, _ second: Int) { known.append((UInt32(first), UInt32(second))) }

    /// Two records are not one person's.
    package mutating func forbid(_ first: Int, _ second: Int) { forbidden.append((UInt32(first), UInt32(second))) }

    /// All records of a dataset were compared with all of another, or of its own.
    ///
    /// A pair of them that was not added is evidence of so many bits, at most 0; of other datasets it says nothing.
    package mutating func compared(_ a: Int, _ b: Int, absence: Double = Self.absence) {
        let units = ClusterLink.units(min(absence, 0))
        absences[a * isDeduplicated.count + b] = units
        absences[b * isDeduplicated.count + a] = units
    }

    /// What a missing link of two records says; nil if their datasets were not compared.
    func absence(_ first: UInt32, _ second: UInt32) -> Int32? {
        absences[Int(datasets[Int(first)]) * isDeduplicated.count + Int(datasets[Int(second)])]
    }

    /// Whether two records are of one deduplicated dataset.
    func areRivals(_ first: UInt32, _ second: UInt32) -> Bool {
        let dataset = datasets[Int(first)]
        return dataset == datasets[Int(second)] && isDeduplicated[Int(dataset)]
    }

    /// For each record its cluster, named by the lowest record in it.
    ///
    /// Known links win over deduplication: what they join counts as one record of each of its datasets.
    ///
    /// - Throws: `cluster.contradiction` if known links join a forbidden pair.
    /// - Complexity: O(n log n) of records and links, times the deduplicated datasets at worst; `complete`: times the links of a cluster;
    ///   `average`, `correlation`: O(k²) memory and about O(k²) time for a component of k records, `EvidenceMatrix.limit` at most.
    package func clusters(_ rule: ClusteringRule) throws(LinkageError) -> [UInt32] {
        var clusters = try ConstrainedForest(self)
        switch rule {
        case .greedy: clusters.joinGreedily(strongestFirst())
        case .complete:
            var complete = CompleteLinkage(self, clusters, distinctLinks().filter(\.isLink))
            complete.join(strongestFirst())
            clusters = complete.clusters
        case .components: for link in links where link.isLink { clusters.join(link) }
        case .splitting: clusters.joinWholly(strongestFirst())
        case .average: clusters.joinByEvidence(self, byMean: true)
        case .correlation: clusters.joinByEvidence(self, byMean: false)
        }
        return clusters.names()
    }

    /// The links, each pair of records once, in the order of their records.
    func distinctLinks() -> [ClusterLink] {
        let sorted = links.sorted { ($0.pair, $1.units) < ($1.pair, $0.units) }
        var distinct: [ClusterLink] = []
        distinct.reserveCapacity(sorted.count)
        for link in sorted where distinct.last?.pair != link.pair { distinct.append(link) }
        return distinct
    }

    /// The pairs that are links, the strongest first; of equal ones those of lower records.
    ///
    /// A pair may come again, weaker.
    func strongestFirst() -> [ClusterLink] {
        links.filter(\.isLink).sorted { ($1.units, $0.pair) < ($0.units, $1.pair) }
    }
}

/// Two records, the lower one first, and the evidence that they are one person's.
struct ClusterLink: Sendable {
    let first: UInt32
    let second: UInt32
    /// In units of 2⁻²⁰ bits, so that sums are exact and equal ones are found equal.
    let units: Int32

    init(_ first: Int, _ second: Int, units: Int32) {
        self.first = UInt32(min(first, second))
        self.second = UInt32(max(first, second))
        self.units = units
    }

    var pair: UInt64 { UInt64(first) << 32 | UInt64(second) }
    var isLink: Bool { units > 0 && first != second }

    /// Bits as units, at most 1,024 bits; what is above 0 stays so.
    static func units(_ bits: Double) -> Int32 {
        let units = Int32((min(max(bits, -1024), 1024) * 0x1p20).rounded())
        return bits > 0 ? max(units, 1) : units
    }
}
