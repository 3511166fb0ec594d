// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage
internal import Sealing

/// Writes what the parties of a run get, as the JSON that they are answered with, into sealed files.
struct AnonlinkResult {
    let place: AnonlinkFolder
    let run: String
    let key: DataKey
    /// Rows of each party.
    let rows: [Int]

    /// Writes the result's files.
    ///
    /// - Returns: the bytes of each.
    func write(
        _ type: AnonlinkResultType,
        of candidates: inout RankedCandidates
    ) throws -> [Int] {
        switch type {
        case .similarityScores: return [try writeScores(&candidates)]
        case .groups:
            let groups = try Self.groups(&candidates)
            return [
                try write(part: 0) { text throws(ServerError) in
                    try text.list("{\"groups\":[", groups, "]}\n") { group in
                        "[" + group.map { "[\($0 >> 32),\(UInt32(truncatingIfNeeded: $0))]" }.joined(separator: ",")
                            + "]"
                    }
                }
            ]
        case .permutations:
            let partners = try Self.groups(&candidates).map { group in
                (first: Int(group[0]), second: Int(UInt32(truncatingIfNeeded: group[1])))
            }
            let permutations = Permutations(rows: rows, partners: partners, random: try RandomStream())
            let mask = try write(part: 0) { text throws(ServerError) in
                try text.list("{\"mask\":[", permutations.mask, "]}\n") { $0 ? "1" : "0" }
            }
            let both = permutations.mask.count
            return try [mask]
                + permutations.places.enumerated().map { party, places in
                    try write(part: 1 + party) { text throws(ServerError) in
                        try text.list("{\"permutation\":[", places, "],\"rows\":\(both)}\n") { "\($0)" }
                    }
                }
        }
    }

    private func writeScores(_ candidates: inout RankedCandidates) throws -> Int {
        var text = SealedText(try SealedPiecesWriter(path: place.result(run, 0), key: key))
        try text.write("{\"similarity_scores\":[")
        var batch: [CandidatePair] = []
        var separator = ""
        while try candidates.next(into: &batch) {
            for pair in batch {
                // The shortest text that reads back as the same number.
                let score = Double(2 * pair.intersection) / Double(pair.popcountSum)
                try text.write("\(separator)[[\(pair.datasetA),\(pair.rowA)],[\(pair.datasetB),\(pair.rowB)],\(score)]")
                separator = ","
            }
        }
        try text.write("]}\n")
        return try text.commit()
    }

    /// Groups of records, each a dataset's number in the upper and a row in the lower half, ascending.
    private static func groups(_ candidates: inout RankedCandidates) throws(LinkageError) -> [[UInt64]] {
        var greedy = GreedyGroups()
        var batch: [CandidatePair] = []
        while try candidates.next(into: &batch) {
            for pair in batch {
                greedy.add(
                    UInt64(pair.datasetA) << 32 | UInt64(pair.rowA),
                    UInt64(pair.datasetB) << 32 | UInt64(pair.rowB)
                )
            }
        }
        return greedy.groups.map { $0.sorted() }
    }

    private func write(part: Int, _ body: (inout SealedText) throws(ServerError) -> Void) throws(ServerError) -> Int {
        var text = SealedText(try SealedPiecesWriter(path: place.result(run, part), key: key))
        try body(&text)
        return try text.commit()
    }
}

/// Text on its way into a sealed file.
struct SealedText {
    private var file: SealedPiecesWriter
    private var text = ""
    private static let textBytes = 1 << 16

    init(_ file: SealedPiecesWriter) { self.file = file }

    mutating func write(_ more: String) throws(ServerError) {
        text += more
        guard text.utf8.count >= Self.textBytes else { return }
        try file.append(Array(text.utf8))
        text.removeAll(keepingCapacity: true)
    }

    /// Elements with commas between.
    mutating func list<Element>(
        _ start: String,
        _ elements: some Sequence<Element>,
        _ end: String,
        _ words: (Element) -> String
    ) throws(ServerError) {
        try write(start)
        var separator = ""
        for element in elements {
            try write(separator + words(element))
            separator = ","
        }
        try write(end)
    }

    /// - Returns: bytes of the whole text.
    mutating func commit() throws(ServerError) -> Int {
        try file.append(Array(text.utf8))
        try file.commit()
        return file.bytes
    }
}
