// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// A schema with one mistake: some lines of the base are replaced, and `^` marks where the error must be.
struct Refusal: Sendable, CustomTestStringConvertible {
    static let base = [
        "{",
        #" "tessera": "linkage-schema/1","#,
        #" "name": "n","#,
        #" "filterLength": 128,"#,
        #" "features": ["#,
        #"  { "name": "given", "role": "givenName", "bitsPerToken": 10 },"#,
        #"  { "name": "dob", "role": "birthDate", "dateFormats": ["yyyy-MM-dd"], "bitsPerToken": 10 },"#,
        #"  { "name": "sex", "role": "sex", "bitsPerToken": 10 }"#,
        " ],",
        #" "vectors": "record""#,
        "}",
    ]

    let code: String
    let path: String
    private let marked: String

    init(_ code: String, _ path: String, _ replacements: [Int: String]) {
        self.code = code
        self.path = path
        marked = Self.base.enumerated().map { replacements[$0.offset + 1] ?? $0.element }.joined(separator: "\n")
    }

    /// A change of the third feature, whose text is what follows its role.
    static func sex(_ code: String, _ key: String, _ rest: String) -> Refusal {
        Refusal(code, "features[2]\(key)", [8: #"  { "name": "sex", "role": "sex", \#(rest) }"#])
    }

    /// A change of the second feature.
    static func dob(_ code: String, _ key: String, _ rest: String) -> Refusal {
        Refusal(code, "features[1]\(key)", [7: #"  { "name": "dob", "role": "birthDate", \#(rest) },"#])
    }

    /// A change of the first feature.
    static func given(_ code: String, _ key: String, _ rest: String) -> Refusal {
        Refusal(code, "features[0]\(key)", [6: #"  { "name": "given", "role": "givenName", \#(rest) },"#])
    }

    /// Vectors other than one of the whole record.
    static func vectors(_ code: String, _ key: String, _ text: String) -> Refusal {
        Refusal(code, "vectors\(key)", [10: #" "vectors": \#(text)"#])
    }

    var text: String { marked.replacing("^", with: "") }

    /// Line and column of the mark, in bytes from 1.
    var place: (line: Int, column: Int)? {
        for (index, line) in marked.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let mark = line.utf8.firstIndex(of: UInt8(ascii: "^")) {
                return (index + 1, line.utf8.distance(from: line.startIndex, to: mark) + 1)
            }
        }
        return nil
    }

    var testDescription: String {
        marked.split(separator: "\n").first { $0.contains("^") }.map { String($0.prefix(160)) } ?? code
    }
}
