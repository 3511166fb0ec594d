// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import JSONText
import Testing

/// The cases of a file in `Specs/Vectors`, which independent scripts made from the Specs.
///
/// A file that can't be read has one case that fails, so that a missing file is no empty test.
func cases(of name: String) -> [VectorCase] {
    do {
        let bytes = try InputFile(path: "\(vectorFolder)/\(name)").readAll(limit: 1 << 24)
        let cases = try JSONParser.parse(bytes).members?.first { $0.key == "cases" }?.value.array ?? []
        guard cases.isEmpty == false else { return [VectorCase(value: .null, unreadable: "\(name) has no cases")] }
        return cases.map { VectorCase(value: $0) }
    } catch {
        return [VectorCase(value: .null, unreadable: "\(name): \(error)")]
    }
}

/// The cases whose id begins with a prefix, or that hold a key.
func cases(of name: String, prefix: String = "", holding key: String = "id") -> [VectorCase] {
    let all = cases(of: name)
    let chosen = all.filter { $0.unreadable != nil || $0.testDescription.hasPrefix(prefix) && $0.value[key] != nil }
    return chosen.isEmpty ? [VectorCase(value: .null, unreadable: "\(name): no case \(prefix) with \(key)")] : chosen
}

/// The folder of the vectors.
let vectorFolder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Specs/Vectors"

/// One case of a vector file.
struct VectorCase: Sendable, CustomTestStringConvertible {
    let value: JSONValue
    /// Why there is no case.
    var unreadable: String?

    var testDescription: String { unreadable ?? value["id"]?.string ?? "" }

    /// The value of a key that the case must have.
    func require(_ key: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
        try #require(value[key], "\(testDescription): no \(key)", sourceLocation: sourceLocation)
    }

    func text(_ key: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        try #require(require(key).string, "\(testDescription): \(key) is no text", sourceLocation: sourceLocation)
    }

    func integer(_ key: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Int {
        Int(
            try #require(
                require(key).integer,
                "\(testDescription): \(key) is no integer",
                sourceLocation: sourceLocation
            )
        )
    }

    func array(_ key: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [JSONValue] {
        try #require(require(key).array, "\(testDescription): \(key) is no list", sourceLocation: sourceLocation)
    }

    /// The bytes of a key whose value is hex.
    func bytes(_ key: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [UInt8] {
        try #require(unhex(text(key)), "\(testDescription): \(key) is no hex", sourceLocation: sourceLocation)
    }
}

extension JSONValue {
    /// The member of an object, nil if there is none.
    subscript(key: String) -> JSONValue? { members?.first { $0.key == key }?.value }
}

/// Bytes as lower-case hex.
func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// Bytes of hex, nil if it is none.
func unhex(_ text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
