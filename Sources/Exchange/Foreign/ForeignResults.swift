// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Files
internal import JSONText

/// Results as the entity service of anonlink hands them out.
package enum ForeignResults {
    private static let header: [UInt8] = [1, 8, 4, 4]
    private static let pairBytes = 24
    /// The most bytes of a document that is read whole.
    private static let documentLimit = 1 << 30

    /// Writes pairs in the binary form: `01 08 04 04`, then 24 little-endian bytes a pair.
    package static func writeBinary(_ pairs: [SimilarPair], to file: OutputFile) throws(FileError) {
        try file.write(header)
        var record: [UInt8] = []
        for pair in pairs {
            record.removeAll(keepingCapacity: true)
            unsafe withUnsafeBytes(of: pair.similarity.bitPattern.littleEndian) {
                unsafe record.append(contentsOf: $0)
            }
            for number in [pair.datasets.0, pair.datasets.1, pair.rows.0, pair.rows.1] {
                unsafe withUnsafeBytes(of: number.littleEndian) { unsafe record.append(contentsOf: $0) }
            }
            try file.write(record)
        }
    }

    /// Reads pairs in the binary form.
    ///
    /// - Throws: `foreign.results` for another header, other sizes or a remainder, and for numbers that are no similarities.
    package static func readBinary(_ path: String) throws(ExchangeError) -> [SimilarPair] {
        let bytes = try whole(path)
        guard bytes.starts(with: header), (bytes.count - header.count) % pairBytes == 0 else { throw fault(path) }
        func number(_ start: Int, _ size: Int) -> UInt64 {
            (0..<size).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
        }
        var pairs: [SimilarPair] = []
        for start in stride(from: header.count, to: bytes.count, by: pairBytes) {
            let similarity = Double(bitPattern: number(start, 8))
            guard (0...1).contains(similarity) else { throw fault(path) }
            let numbers = (0..<4).map { UInt32(number(start + 8 + 4 * $0, 4)) }
            pairs.append(
                .init(similarity: similarity, datasets: (numbers[0], numbers[1]), rows: (numbers[2], numbers[3]))
            )
        }
        return pairs
    }

    /// Writes pairs as `{"similarity_scores": [[[0, 5], [1, 27], 1.0], …]}`, similarities as the shortest text that reads back.
    package static func writeScores(_ pairs: [SimilarPair], to file: OutputFile) throws(FileError) {
        try file.write("{\"similarity_scores\": [")
        for (place, pair) in pairs.enumerated() {
            try file.write(
                "\(place == 0 ? "" : ",")\n[[\(pair.datasets.0), \(pair.rows.0)], [\(pair.datasets.1), \(pair.rows.1)], "
                    + "\(pair.similarity)]"
            )
        }
        try file.write("]}\n")
    }

    /// Reads what `writeScores` and the service write.
    ///
    /// - Throws: `foreign.results`; `json.…`.
    package static func readScores(_ path: String) throws(ExchangeError) -> [SimilarPair] {
        guard let list = try document(path)["similarity_scores"]?.array else { throw fault(path) }
        var pairs: [SimilarPair] = []
        for element in list {
            guard let parts = element.array, parts.count == 3, let first = record(parts[0]),
                let second = record(parts[1]), let similarity = parts[2].number, (0...1).contains(similarity)
            else { throw fault(path) }
            pairs.append(.init(similarity: similarity, datasets: (first.0, second.0), rows: (first.1, second.1)))
        }
        return pairs
    }

    /// Writes `{"groups": [[[0, 5], [1, 27]], …]}`.
    package static func writeGroups(_ groups: [[UInt64]], to file: OutputFile) throws(FileError) {
        try file.write("{\"groups\": [")
        for (place, group) in groups.enumerated() {
            let records = group.map { "[\($0 >> 32), \($0 & 0xFFFF_FFFF)]" }.joined(separator: ", ")
            try file.write("\(place == 0 ? "" : ",")\n[\(records)]")
        }
        try file.write("]}\n")
    }

    /// Reads what `writeGroups` and the service write; a record is its dataset's number · 2³² + its row.
    ///
    /// - Throws: `foreign.results`; `json.…`.
    package static func readGroups(_ path: String) throws(ExchangeError) -> [[UInt64]] {
        var groups: [[UInt64]] = []
        var seen: Set<UInt64> = []
        for element in try document(path)["groups"]?.array ?? [] {
            var group: [UInt64] = []
            for part in element.array ?? [] {
                guard let (dataset, row) = record(part), seen.insert(UInt64(dataset) << 32 | UInt64(row)).inserted
                else {
                    throw fault(path, "groups, each record in one of them")
                }
                group.append(UInt64(dataset) << 32 | UInt64(row))
            }
            groups.append(group)
        }
        return groups
    }

    private static func record(_ value: JSONValue) -> (UInt32, UInt32)? {
        guard let parts = value.array, parts.count == 2,
            let dataset = parts[0].integer.flatMap({ UInt32(exactly: $0) }),
            let row = parts[1].integer.flatMap({ UInt32(exactly: $0) })
        else { return nil }
        return (dataset, row)
    }

    private static func document(_ path: String) throws(ExchangeError) -> JSONValue {
        let bytes = try whole(path)
        do { return try JSONParser.parse(bytes, file: path) } catch { throw ExchangeError(error) }
    }

    private static func whole(_ path: String) throws(ExchangeError) -> [UInt8] {
        do { return try InputFile(path: path).readAll(limit: documentLimit) } catch { throw ExchangeError(error) }
    }

    private static func fault(_ path: String, _ what: String = "similarities of anonlink") -> ExchangeError {
        ExchangeError.foreign(
            .foreignResults,
            "the file does not hold \(what)",
            remedy: "check that it is whole, and declare what it is"
        ).at(path)
    }
}
