// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import JSONText

/// A value of a schema document with the path of its key; reading functions throw what clkhash would refuse.
struct DocumentNode {
    var value: JSONValue
    /// Such as `features[0].hashing.strategy`; empty for the document itself.
    let path: String
    let file: String?
    /// Whether 1024.0 is an integer: not in version 1, whose rules are JSON Schema draft 4.
    let takesWholeNumbers: Bool

    init(_ value: JSONValue, path: String = "", file: String?, takesWholeNumbers: Bool) {
        self.value = value
        self.path = path
        self.file = file
        self.takesWholeNumbers = takesWholeNumbers
    }

    subscript(key: String) -> DocumentNode? { value[key].map { child($0, path: path(of: key)) } }

    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private func child(_ value: JSONValue, path: String) -> DocumentNode {
        DocumentNode(value, path: path, file: file, takesWholeNumbers: takesWholeNumbers)
    }

    func position(_ place: JSONPosition?, path: String) -> FaultPosition {
        FaultPosition(file: file, column: path.isEmpty ? nil : path, line: place?.line, lineColumn: place?.column)
    }

    /// A fault at this value.
    func fault(_ kind: ClkhashError.Code, _ message: String, remedy: String) -> ClkhashError {
        let position = position(value.position, path: path)
        return ClkhashError(kind, message, remedy: remedy, position: position, exitCode: .invalidSchema)
    }

    private func typeFault(_ wanted: String) -> ClkhashError {
        fault(.type, "this is \(value.kindName)", remedy: "write \(wanted)")
    }

    func checkObject() throws(ClkhashError) {
        guard value.members != nil else { throw typeFault("an object in { }") }
    }

    /// The value of a key that must be there.
    func required(_ key: String) throws(ClkhashError) -> DocumentNode {
        try checkObject()
        if let child = self[key] { return child }
        throw ClkhashError(
            .missingKey,
            "the key \"\(key)\" is missing",
            remedy: "write \"\(key)\" with its value",
            position: position(value.position, path: path(of: key)),
            exitCode: .invalidSchema
        )
    }

    /// Refuses every other key than these.
    func refuseKeys(except known: [String]) throws(ClkhashError) {
        let isKnown = { (key: String) in known.contains { $0.utf8.elementsEqual(key.utf8) } }
        guard let member = value.members?.first(where: { !isKnown($0.key) }) else { return }
        throw ClkhashError(
            .unknownKey,
            "clkhash takes no such key here",
            remedy: "remove it, or use one of " + known.joined(separator: ", "),
            position: position(member.keyPosition, path: path),
            exitCode: .invalidSchema
        )
    }

    func text() throws(ClkhashError) -> String {
        guard let text = value.string else { throw typeFault("text in double quotes") }
        return text
    }

    func flag() throws(ClkhashError) -> Bool {
        guard let flag = value.bool else { throw typeFault("true or false") }
        return flag
    }

    func number() throws(ClkhashError) -> Double {
        guard let number = value.number else { throw typeFault("a number") }
        return number
    }

    func elements() throws(ClkhashError) -> [DocumentNode] {
        guard let elements = value.array else { throw typeFault("a list in [ ]") }
        return elements.enumerated().map { child($0.element, path: "\(path)[\($0.offset)]") }
    }

    /// An integer of any size.
    func integer() throws(ClkhashError) -> DecimalInteger {
        switch value.kind {
        case .integer(let number): return DecimalInteger(number)
        case .number(let number) where takesWholeNumbers && number == number.rounded(.towardZero):
            return DecimalInteger(truncating: number)
        default: throw typeFault("an integer")
        }
    }

    /// An integer that a machine word holds.
    func integer(atLeast minimum: Int) throws(ClkhashError) -> Int {
        let integer = try integer()
        guard integer >= DecimalInteger(Int64(minimum)) else {
            throw fault(.range, "the number is too small", remedy: "write \(minimum) or more")
        }
        guard let number = Int(integer.text) else {
            throw fault(.limit, "the number does not fit 64 bits", remedy: "write a smaller number")
        }
        return number
    }

    /// A word out of a list.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(of _: Choice.Type) throws(ClkhashError) -> Choice {
        let text = try text()
        // By bytes: to Swift some other characters equal ASCII ones.
        if let choice = Choice.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw fault(.unknownValue, "clkhash takes no such word here", remedy: "write one of: \(words)")
    }
}
