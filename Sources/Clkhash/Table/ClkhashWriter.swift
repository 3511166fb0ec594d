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
        let whole = bytes.count - bytes.count % 3
        unsafe Self.alphabet.withUnsafeBufferPointer { digits in
            for start in stride(from: 0, to: whole, by: 3) {
                let group = unsafe UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
                let first = unsafe UInt32(digits[Int(group >> 18)]) | UInt32(digits[Int(group >> 12 & 63)]) << 8
                let last = unsafe UInt32(digits[Int(group >> 6 & 63)]) | UInt32(digits[Int(group & 63)]) << 8
                unsafe withUnsafeBytes(of: (first | last << 16).littleEndian) { unsafe text.append(contentsOf: $0) }
            }
        }
        guard whole < bytes.count else { return }
        let hasTwo = bytes.count - whole == 2
        let group = unsafe UInt32(bytes[whole]) << 16 | (hasTwo ? UInt32(bytes[whole + 1]) << 8 : 0)
        text.append(Self.alphabet[Int(group >> 18)])
        text.append(Self.alphabet[Int(group >> 12 & 63)])
        text.append(hasTwo ? Self.alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
        text.append(UInt8(ascii: "="))
    }
}
