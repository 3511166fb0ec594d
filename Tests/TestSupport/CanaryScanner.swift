// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Searches bytes for a value in every shape in which it might have leaked.
package struct CanaryScanner {
    private let needles: [(shape: String, bytes: Data)]

    /// Prepares the shapes of a value: as it is, upper and lower case, hex, base64 at each alignment, URL-encoded, UTF-16.
    package init(_ value: String) {
        let bytes = Data(value.utf8)
        var needles: [(shape: String, bytes: Data)] = []
        for (shape, text) in [("raw", value), ("upper", value.uppercased()), ("lower", value.lowercased())] {
            needles.append((shape, Data(text.utf8)))
            needles.append((shape + " hex", Data(Data(text.utf8).map { String(format: "%02x", $0) }.joined().utf8)))
            needles.append((shape + " HEX", Data(Data(text.utf8).map { String(format: "%02X", $0) }.joined().utf8)))
            needles.append((shape + " UTF-16LE", Data(text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })))
            needles.append((shape + " UTF-16BE", Data(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })))
            if let encoded = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics), encoded != text {
                needles.append((shape + " URL", Data(encoded.utf8)))
            }
        }
        // Base64 of the value inside a longer text: drop the characters that its neighbours share.
        for offset in 0..<3 {
            let text = (Data(repeating: 0, count: offset) + bytes).base64EncodedString()
            let start = (offset * 8 + 5) / 6
            let end = (offset + bytes.count) * 8 / 6
            let middle = text.dropFirst(start).prefix(end - start)
            guard middle.utf8.count >= 5 else { continue }
            needles.append(("base64+\(offset)", Data(middle.utf8)))
            let safe = middle.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            needles.append(("base64url+\(offset)", Data(safe.utf8)))
        }
        self.needles = needles
    }

    /// Searches for bytes as they are, such as a key.
    package init(bytes: [UInt8]) {
        let data = Data(bytes)
        needles = [
            ("raw", data), ("hex", Data(bytes.map { String(format: "%02x", $0) }.joined().utf8)),
            ("HEX", Data(bytes.map { String(format: "%02X", $0) }.joined().utf8)),
            ("base64", Data(data.base64EncodedString().prefix(bytes.count * 8 / 6).utf8)),
        ]
    }

    /// The shapes found in `data`.
    package func shapes(in data: Data) -> [String] {
        needles.filter { data.range(of: $0.bytes) != nil }.map(\.shape)
    }

    /// How many shapes are searched for.
    package var count: Int { needles.count }

    /// A text that holds one shape, for testing the scanner itself.
    package func planted(_ index: Int) -> (shape: String, data: Data) {
        (needles[index].shape, Data("before ".utf8) + needles[index].bytes + Data(" after".utf8))
    }
}
