// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Turns a field's text into the text that is cut into tokens.
struct ValueFormat {
    enum Result {
        case text(String)
        case rejected(ValueRule)
    }

    private enum Rewriting {
        case none
        case integer
        case date(DateFormat)
    }

    /// The encoding of the tokens.
    let tokenEncoding: ClkhashSchema.TextEncoding
    private let rewriting: Rewriting
    private let sentinel: [UInt8]?
    private let replacement: String

    /// - Throws: `clkhash.unusable` for a date's format that can't be read.
    init(_ hashing: ClkhashSchema.Hashing) throws(ClkhashError) {
        sentinel = hashing.missing.map { Array($0.sentinel.utf8) }
        replacement = hashing.missing.map { $0.replacement ?? $0.sentinel } ?? ""
        switch hashing.format {
        case .string(let encoding, _):
            tokenEncoding = encoding
            rewriting = .none
        case .integer:
            tokenEncoding = .utf8
            rewriting = .integer
        case .date(let text):
            guard let format = DateFormat(text) else {
                throw .unusable(
                    "the date's format has a directive that is not supported",
                    remedy: "use only %Y %y %m %d %j %b %B %H %M %S %f %p %a %A %%, each at most once"
                )
            }
            tokenEncoding = .utf8
            rewriting = .date(format)
        case .choice:
            tokenEncoding = .utf8
            rewriting = .none
        }
    }

    /// A value's text; what stands for a missing value is replaced, and then taken as it is.
    func value(of text: String) -> Result {
        if let sentinel, text.utf8.elementsEqual(sentinel) { return .text(replacement) }
        switch rewriting {
        case .none: return .text(text)
        case .integer: return IntegerText.normalised(text).map { .text($0) } ?? .rejected(.integer)
        case .date(let format): return format.rewritten(text).map { .text($0) } ?? .rejected(.date)
        }
    }
}
