// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files

/// FEBRL4's people as sets of token numbers: bigrams of names, suburb and postcode, digits and parts of the birthday.
struct Febrl4 {
    /// Two sets a person, in the same order: the originals and their corrupted duplicates.
    let originals: [[Int]]
    let duplicates: [[Int]]

    /// Reads `dataset4a.csv` and `dataset4b.csv`, which `Benchmarks/Data/febrl4.sh` fetches.
    ///
    /// - Parameter columns: which of the columns take part, from 0.
    init(folder: String, columns: [Int]) throws {
        var numbers: [String: Int] = [:]
        func people(_ file: String) throws -> [String: [Int]] {
            let text = try InputFile(path: "\(folder)/\(file)").readAll(limit: 1 << 24)
            let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
            return Dictionary(
                uniqueKeysWithValues: lines.map { line in
                    let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
                        $0.drop { $0 == " " }
                    }
                    let words = columns.flatMap { Self.words(cells[$0], column: $0) }
                    for word in words where numbers[word] == nil { numbers[word] = numbers.count }
                    return (String(cells[0].split(separator: "-")[1]), Set(words.compactMap { numbers[$0] }).sorted())
                }
            )
        }
        let (first, second) = (try people("dataset4a.csv"), try people("dataset4b.csv"))
        let ids = first.keys.sorted()
        originals = ids.compactMap { first[$0] }
        duplicates = ids.compactMap { second[$0] }
    }

    private static let birthday = 9

    private static func words(_ cell: Substring, column: Int) -> [String] {
        guard !cell.isEmpty else { return [] }
        let letters = Array(cell)
        if column == birthday {
            return letters.enumerated().map { "\(column) \($0.offset) \($0.element)" }
                + ["\(column)Y\(String(letters.prefix(4)))", "\(column)D\(String(letters.suffix(4)))"]
        }
        let padded = [" "] + letters + [" "]
        return zip(padded, padded.dropFirst()).map { "\(column) \($0)\($1)" }
    }
}
