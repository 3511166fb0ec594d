// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// The q-grams of a text's words, over code points.
struct Grams: Sendable {
    private let grams: Tokeniser.QGrams
    private let front: [UInt8]
    private let back: [UInt8]

    private static let pad = UInt8(ascii: "_")

    init(_ grams: Tokeniser.QGrams) {
        self.grams = grams
        let padding = [UInt8](repeating: Self.pad, count: max(grams.q - 1, 0))
        front = grams.padding == .none ? [] : padding
        back = grams.padding == .both ? padding : []
    }

    func append(_ text: [UInt8], to tokens: inout TokenList) {
        switch grams.words {
        case .joined: append(word: text.filter { $0 != ASCII.space }[...], to: &tokens)
        case .each:
            var start = 0
            while start < text.count {
                let end = text[start...].firstIndex(of: ASCII.space) ?? text.count
                append(word: text[start..<end], to: &tokens)
                start = end + 1
            }
        }
    }

    private func append(word: ArraySlice<UInt8>, to tokens: inout TokenList) {
        let padded = front + word + back
        // Where each code point begins, and the end.
        var bounds: [Int] = []
        bounds.reserveCapacity(padded.count + 1)
        for index in padded.indices where padded[index] & 0xC0 != 0x80 { bounds.append(index) }
        bounds.append(padded.count)
        for index in 0..<max(bounds.count - grams.q, 1) {
            let gram = padded[bounds[index]..<bounds[min(index + grams.q, bounds.count - 1)]]
            if grams.isPositional { tokens.append(index: index, gram) } else { tokens.append(gram) }
        }
    }
}
