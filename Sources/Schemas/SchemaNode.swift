// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// A value of the document with the path of its key.
///
/// Each reading function reports what is wrong and gives nil, so that one pass finds every error.
struct SchemaNode {
    let value: JSONValue
    /// Such as `features[0].tokens.q`; empty for the document itself.
    let path: String
    let problems: SchemaProblems

    func report(_ kind: SchemaError.Code, _ message: String, remedy: String) {
        problems.report(kind, message, remedy: remedy, at: value.position, path: path)
    }

    private func reportType(_ wanted: String) {
        report(.type, "this is \(value.kindName)", remedy: "write \(wanted)")
    }

    func text() -> String? {
        guard let text = value.string else {
            reportType("text in double quotes")
            return nil
        }
        return text
    }

    func nonEmptyText() -> String? {
        guard let text = text() else { return nil }
        guard !text.isEmpty else {
            report(.textForm, "the text is empty", remedy: "write a text, or leave the key out")
            return nil
        }
        return text
    }

    func flag() -> Bool? {
        guard let flag = value.bool else {
            reportType("true or false")
            return nil
        }
        return flag
    }

    func integer(in range: ClosedRange<Int>) -> Int? {
        guard let integer = value.integer else {
            reportType("a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        guard let number = Int(exactly: integer), range.contains(number) else {
            report(
                .range,
                "the number is out of range",
                remedy: "write a number from \(range.lowerBound) to \(range.upperBound)"
            )
            return nil
        }
        return number
    }

    /// The elements of an array with so many of them.
    func elements(_ counts: ClosedRange<Int>, of what: String) -> [SchemaNode]? {
        guard let elements = value.array else {
            reportType("a list of \(what) in [ ]")
            return nil
        }
        guard counts.contains(elements.count) else {
            let limit =
                counts.upperBound == Int.max
                ? "at least \(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
            report(.range, "the list has \(elements.count) \(what)", remedy: "give it \(limit)")
            return nil
        }
        return elements.enumerated().map {
            SchemaNode(value: $0.element, path: "\(path)[\($0.offset)]", problems: problems)
        }
    }

    /// The members of an object that takes these keys; reports every other key.
    func object(keys: [String]) -> SchemaObject? {
        guard value.members != nil else {
            reportType("an object in { }")
            return nil
        }
        let object = SchemaObject(node: self)
        object.reportUnknownKeys(known: keys)
        return object
    }

    /// A word out of a list.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(of what: String, _: Choice.Type) -> Choice? {
        guard let text = text() else { return nil }
        // By bytes: Swift's string equality takes some other characters for ASCII ones.
        if let choice = Choice.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        let remedy = Spelling.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" }
        report(
            .unknownValue,
            "there is no such \(what)",
            remedy: remedy ?? "write " + (words.count == 1 ? "" : "one of ") + words.joined(separator: ", ")
        )
        return nil
    }

    /// A feature's, vector's or key group's name.
    func name() -> String? {
        guard let text = text() else { return nil }
        guard 1...SchemaLimits.nameBytes ~= text.utf8.count, text.utf8.allSatisfy(\.isOfName) else {
            report(
                .nameForm,
                "this is no name",
                remedy: "use 1 to \(SchemaLimits.nameBytes) of the letters a to z and A to Z, digits, - and _"
            )
            return nil
        }
        return text
    }
}

extension UInt8 {
    fileprivate var isOfName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
