// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Files

/// Writes encodings as anonlink reads them: `{"clks":["…","…"]}`, each in base64, in the order of the rows.
package struct ClkhashWriter: ~Copyable {
    private let output: OutputFile
    private var text: [UInt8] = []
    private var count = 0

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Begins the document; the caller commits the output after `finish()`.
    package init(to output: OutputFile) throws(FileError) {
        self.output = output
        try output.write("{\"clks\":[")
    }

    /// Adds an encoding.
    package mutating func append(_ encoding: UnsafeRawBufferPointer) throws(FileError) {
        text.removeAll(keepingCapacity: true)
        if count > 0 { text.append(UInt8(ascii: ",")) }
        count += 1
        text.append(UInt8(ascii: "\""))
        unsafe appendBase64(encoding)
        text.append(UInt8(ascii: "\""))
        try output.write(text)
    }

    /// Ends the document.
    package mutating func finish() throws(FileError) { try output.write("]}") }

    private mutating func appendBase64(_ bytes: UnsafeRawBufferPointer) {
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let left = min(3, bytes.count - start)
            var group: UInt32 = 0
            for index in 0..<3 { unsafe group = group << 8 | (index < left ? UInt32(bytes[start + index]) : 0) }
            for index in 0..<4 {
                let digit = Self.alphabet[Int(group >> UInt32(18 - 6 * index) & 63)]
                text.append(index <= left ? digit : UInt8(ascii: "="))
            }
        }
    }
}
