// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas

/// The q-grams of a text's words, over code points.
struct Grams: Sendable {
    private let q: Int
    private let isPositional: Bool
    private let areWordsJoined: Bool
    private let front: Int
    private let back: Int

    private static let pad = UInt8(ascii: "_")

    init(_ grams: Tokeniser.QGrams) {
        q = grams.q
        isPositional = grams.isPositional
        areWordsJoined = grams.words == .joined
        front = grams.padding == .none ? 0 : q - 1
        back = grams.padding == .both ? q - 1 : 0
    }

    func append(_ text: [UInt8], to tokens: inout TokenList) {
        var start = writeFront(to: &tokens)
        for byte in text {
            if byte != ASCII.space {
                tokens.write(byte)
            } else if !areWordsJoined {
                finish(from: start, &tokens)
                start = writeFront(to: &tokens)
            }
        }
        finish(from: start, &tokens)
    }

    /// Begins a word; returns where it begins.
    private func writeFront(to tokens: inout TokenList) -> Int {
        let start = tokens.bytes.count
        for _ in 0..<front { tokens.write(Self.pad) }
        return start
    }

    /// Ends a word and makes its grams; a word shorter than q is one.
    private func finish(from start: Int, _ tokens: inout TokenList) {
        for _ in 0..<back { tokens.write(Self.pad) }
        let end = tokens.bytes.count
        var from = start
        var to = start
        for _ in 0..<q { to = Self.next(to, end, tokens) }
        var index = 0
        while true {
            if isPositional {
                let mark = tokens.bytes.count
                tokens.write(index: index)
                tokens.rewrite(from..<to)
                tokens.add(from: mark)
            } else {
                tokens.add(from..<to)
            }
            if to == end { return }
            from = Self.next(from, end, tokens)
            to = Self.next(to, end, tokens)
            index += 1
        }
    }

    /// The place of the code point after the one at `place`, or the end.
    @inline(__always)
    private static func next(_ place: Int, _ end: Int, _ tokens: borrowing TokenList) -> Int {
        var next = min(place + 1, end)
        while next < end, tokens.bytes[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
