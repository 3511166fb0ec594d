// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import Faults
package import Files
internal import JSONText

/// Encodings as anonlink reads them, whoever made them: `{"clks": ["…", …]}`, each in base64, in the order of the rows.
///
/// Strict base64 with padding; other keys of the document are not looked at. The whole document is in memory for the time of
/// reading, a few times over.
package struct ClkhashEncodings: Sendable {
    /// The largest document that is read.
    package static let documentBytes = 1 << 30

    package let count: Int
    /// Bytes of each encoding; 0 if there is none.
    package let rowBytes: Int
    private let bytes: [UInt8]

    /// Reads a file.
    ///
    /// - Throws: `clkhash.read` if it can't be read or is larger than `documentBytes`, and what a document may.
    package init(_ input: InputFile) throws(ClkhashError) {
        let document: [UInt8]
        do throws(FileError) {
            document = try input.readAll(limit: Self.documentBytes)
        } catch { throw ClkhashError(error) }
        try self.init(document, file: input.path)
    }

    /// Reads a document.
    ///
    /// - Parameter file: its path, for errors.
    /// - Throws: the code of a `JSONError` where it is no JSON; `clkhash.clks.form`, `clkhash.clks.base64`,
    ///   `clkhash.clks.length` with the place, if it holds something else than encodings of one length.
    package init(_ document: [UInt8], file: String? = nil) throws(ClkhashError) {
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONParser.parse(document, file: file)
        } catch { throw .encodings(error) }
        guard let list = root["clks"], let rows = list.array else {
            throw .encodings(.clksForm, "the document has no list \"clks\"", at: root["clks"] ?? root, in: file)
        }
        var bytes: [UInt8] = []
        var rowBytes = 0
        for row in rows {
            guard let text = row.string else {
                throw .encodings(.clksForm, "an encoding is \(row.kindName)", at: row, in: file)
            }
            let count = Self.appendDecoded(text, to: &bytes)
            guard let count else { throw .encodings(.clksBase64, "an encoding is no base64", at: row, in: file) }
            if rowBytes == 0 { rowBytes = count }
            guard count > 0, count == rowBytes else {
                let message =
                    count == 0
                    ? "an encoding is empty" : "an encoding has \(count) bytes, those before it have \(rowBytes)"
                throw .encodings(.clksLength, message, at: row, in: file)
            }
        }
        self.bytes = bytes
        self.rowBytes = rowBytes
        count = rows.count
    }

    /// The bytes of an encoding, bit 0 the highest of the first.
    package subscript(row: Int) -> ArraySlice<UInt8> { bytes[row * rowBytes..<(row + 1) * rowBytes] }

    /// Appends the bytes that base64 stands for, and returns how many; nil if it is none.
    private static func appendDecoded(_ text: String, to bytes: inout [UInt8]) -> Int? {
        let start = bytes.count
        let room = text.utf8.count / 4 * 3
        guard room > 0 else { return text.isEmpty ? 0 : nil }
        bytes.append(contentsOf: repeatElement(0, count: room))
        var count = 0
        let status = unsafe bytes.withUnsafeMutableBufferPointer { target in
            guard let base = target.baseAddress else { return Int32(-1) }
            return unsafe sodium_base642bin(
                base + start,
                room,
                text,
                text.utf8.count,
                nil,
                &count,
                nil,
                sodium_base64_VARIANT_ORIGINAL
            )
        }
        guard status == 0 else { return nil }
        bytes.removeLast(room - count)
        return count
    }
}

extension ClkhashError.Code {
    /// Not a document of encodings.
    package static let clksForm = Self(rawValue: "clkhash.clks.form")
    /// An encoding that is no base64.
    package static let clksBase64 = Self(rawValue: "clkhash.clks.base64")
    /// An encoding that is empty or has not the length of those before it.
    package static let clksLength = Self(rawValue: "clkhash.clks.length")
}

extension ClkhashError {
    fileprivate static func encodings(
        _ code: Code,
        _ message: String,
        at value: JSONValue,
        in file: String?
    ) -> ClkhashError {
        ClkhashError(
            code,
            message,
            remedy: "give a file like {\"clks\": [\"…\", …]}: an encoding a record, all of one length, in whole base64",
            position: FaultPosition(file: file, line: value.position?.line, lineColumn: value.position?.column),
            exitCode: .unreadableInput
        )
    }

    /// The error of a document of encodings that is no JSON; its code is that of its cause.
    fileprivate static func encodings(_ error: JSONError) -> ClkhashError {
        ClkhashError(
            Code(rawValue: error.code),
            error.message,
            remedy: error.remedy,
            position: error.position,
            cause: error,
            exitCode: error.exitCode
        )
    }
}
