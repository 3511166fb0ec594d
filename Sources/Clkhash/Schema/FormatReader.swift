// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Reads how a column's values look; the same in all versions.
struct FormatReader {
    private enum Kind: String, CaseIterable { case string, integer, date, `enum` }

    let node: DocumentNode

    /// - Throws: what the rules of the document refuse; whether a pattern is one is not looked at.
    func format() throws(ClkhashError) -> ClkhashSchema.Format {
        let kind = try node.required("type").choice(of: Kind.self)
        _ = try node["description"]?.text()
        switch kind {
        case .string: return try stringFormat()
        case .integer:
            try refuseKeys(except: ["minimum", "maximum"])
            return .integer(
                minimum: try node["minimum"]?.integer().text,
                maximum: try node["maximum"]?.integer().text
            )
        case .date:
            try refuseKeys(except: ["format"])
            return .date(format: try node.required("format").text())
        case .enum:
            try refuseKeys(except: ["values"])
            var values: [String] = []
            for value in try node.required("values").elements() { values.append(try value.text()) }
            return .choice(values)
        }
    }

    private func stringFormat() throws(ClkhashError) -> ClkhashSchema.Format {
        let encoding = try node["encoding"]?.choice(of: ClkhashSchema.TextEncoding.self) ?? .utf8
        if let pattern = node["pattern"] {
            try refuseKeys(except: ["encoding", "pattern"])
            return .string(encoding, .pattern(try pattern.text()))
        }
        try refuseKeys(except: ["encoding", "case", "minLength", "maxLength"])
        return .string(
            encoding,
            .shape(
                letterCase: try node["case"]?.choice(of: ClkhashSchema.LetterCase.self) ?? .mixed,
                minimumLength: try node["minLength"]?.integer(atLeast: 0),
                maximumLength: try node["maxLength"]?.integer(atLeast: 1)
            )
        )
    }

    private func refuseKeys(except keys: [String]) throws(ClkhashError) {
        try node.refuseKeys(except: ["type", "description"] + keys)
    }
}
