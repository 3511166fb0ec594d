// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension ConstrainedForest {
    /// Joins within each component what its evidence, for and against, says to be one person's.
    ///
    /// A component of more than `EvidenceMatrix.limit` records is cut at its weakest links first.
    mutating func joinByEvidence(_ graph: ClusterGraph, byMean: Bool) {
        let known = names()
        let pieces = Self.pieces(known, graph.strongestFirst())
        let count = pieces.count
        let records = NumbersByKey(keys: count) { add in
            for record in pieces.indices { add(pieces[record], UInt32(record)) }
        }
        let links = graph.distinctLinks().filter { pieces[Int($0.first)] == pieces[Int($0.second)] }
        let linksOfPiece = NumbersByKey(keys: count) { add in
            for (place, link) in links.enumerated() { add(pieces[Int(link.first)], UInt32(place)) }
        }
        // The place of each record's group of known links among those of its piece.
        var places = [UInt32](repeating: 0, count: count)
        for piece in 0..<count where records[piece].count > 1 {
            let members = records[piece]
            var groups: [UInt32] = []
            for record in members {
                if known[Int(record)] == record {
                    places[Int(record)] = UInt32(groups.count)
                    groups.append(record)
                } else {
                    places[Int(record)] = places[Int(known[Int(record)])]
                }
            }
            guard groups.count > 1 else { continue }
            var evidence = EvidenceMatrix(count: groups.count)
            for (place, first) in members.enumerated() {
                for second in members[(members.startIndex + place + 1)...] {
                    let (a, b) = (Int(places[Int(first)]), Int(places[Int(second)]))
                    guard a != b else { continue }
                    if graph.areRivals(first, second) || isForbidden(first, second) {
                        evidence.keepApart(a, b)
                    } else if let absence = graph.absence(first, second) {
                        evidence.add(Double(absence), pairs: 1, a, b)
                    }
                }
            }
            for place in linksOfPiece[piece] {
                let link = links[Int(place)]
                let (a, b) = (Int(places[Int(link.first)]), Int(places[Int(link.second)]))
                guard a != b else { continue }
                let absence = graph.absence(link.first, link.second)
                evidence.add(Double(link.units) - Double(absence ?? 0), pairs: absence == nil ? 1 : 0, a, b)
            }
            let clusters = byMean ? evidence.clustersByMean() : evidence.clustersBySum()
            for (group, cluster) in clusters.enumerated() where group != cluster {
                join(ClusterLink(Int(groups[group]), Int(groups[cluster]), units: 1))
            }
        }
    }

    /// For each record the lowest of the piece that it is in: what links reach, or parts of it along its strongest links.
    private static func pieces(_ known: [UInt32], _ links: [ClusterLink]) -> [UInt32] {
        var forest = Forest(count: known.count)
        var sizes = [UInt32](repeating: 1, count: known.count)
        func join(_ a: Int, _ b: Int) {
            let size = sizes[a] + sizes[b]
            sizes[forest.join(a, b)] = size
        }
        for (record, group) in known.enumerated() where Int(group) != record { join(Int(group), record) }
        for link in links {
            let (a, b) = (forest.root(Int(link.first)), forest.root(Int(link.second)))
            if a != b, sizes[a] + sizes[b] <= EvidenceMatrix.limit { join(a, b) }
        }
        return known.indices.map { UInt32(forest.root($0)) }
    }
}
