// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files

/// The originals of FEBRL4 as sets of token numbers: bigrams of names, suburb and postcode, digits of the birthday.
enum Febrl4 {
    /// - Parameter columns: which of the file's columns take part.
    static func people(in folder: String, columns: [Int], file: String = "dataset4a.csv") throws -> [(
        id: String, words: [String]
    )] {
        let text = try InputFile(path: "\(folder)/\(file)").readAll(limit: 1 << 24)
        return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.drop { $0 == " " } }
            var words: Set<String> = []
            for column in columns where !cells[column].isEmpty {
                let letters = Array(cells[column])
                if column == 9 {
                    words.formUnion(letters.enumerated().map { "9 \($0.offset) \($0.element)" })
                    words.formUnion(["9Y\(String(letters.prefix(4)))", "9D\(String(letters.suffix(4)))"])
                } else {
                    let padded = [" "] + letters + [" "]
                    words.formUnion(zip(padded, padded.dropFirst()).map { "\(column)\($0)\($1)" })
                }
            }
            return (String(cells[0].split(separator: "-")[1]), words.sorted())
        }
    }
}
