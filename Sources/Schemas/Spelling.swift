// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Guesses what a misspelt word was meant to be.
enum Spelling {
    /// The nearest of the words, if it is within two edits (Levenshtein 1966) and fewer than its length.
    ///
    /// Capital letters count as small ones. Of equally near words the first.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let letters = Array(word.lowercased().utf8)
        let distances = candidates.map { (word: $0, edits: edits(letters, Array($0.lowercased().utf8))) }
        return distances.filter { $0.edits <= 2 && $0.edits < $0.word.utf8.count }.min { $0.edits < $1.edits }?.word
    }

    /// The number of insertions, deletions and replacements that make one word the other.
    ///
    /// Words more than two apart in length are not measured: the answer is then at least 3.
    private static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard abs(left.count - right.count) <= 2 else { return 3 }
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
            }
        }
        return row[right.count]
    }
}
