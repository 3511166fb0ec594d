// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// Makes names of features out of headings: letters, digits, `-` and `_`, each name once.
struct FeatureNames {
    private var taken: Set<String> = []

    /// A name like the heading.
    mutating func name(for identifier: String) -> String {
        let kept = identifier.unicodeScalars.map { Self.isAllowed($0) ? String($0) : "_" }.joined()
        // Room for a number at the end.
        let base = String(kept.prefix(SchemaLimits.nameBytes - 3))
        var name = base
        var number = 2
        while !taken.insert(name).inserted {
            name = "\(base)-\(number)"
            number += 1
        }
        return name
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }
}
