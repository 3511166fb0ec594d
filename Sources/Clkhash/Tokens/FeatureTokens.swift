// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One column's way from a field's bytes to tokens, which no key changes.
struct FeatureTokens {
    private let check: ValueCheck?
    private let format: ValueFormat
    private var tokeniser: Tokeniser

    /// - Parameter validates: whether values are checked against the column's format.
    init(_ hashing: ClkhashSchema.Hashing, validates: Bool) throws(ClkhashError) {
        format = try ValueFormat(hashing)
        check = validates ? try ValueCheck(hashing) : nil
        tokeniser = try Tokeniser(hashing.comparison, encoding: format.tokenEncoding)
    }

    /// Those of the field that was read last.
    var tokens: TokenList { tokeniser.tokens }

    /// Reads a field, or says why it can't.
    mutating func read(_ field: UnsafeRawBufferPointer) -> ValueRule? {
        guard unsafe isUTF8(field) else { return .utf8 }
        let raw = unsafe String(decoding: field, as: UTF8.self)
        if let rule = check?.ruleBroken(by: raw) { return rule }
        switch format.value(of: raw) {
        case .text(let text): return tokeniser.tokenise(text)
        case .rejected(let rule): return rule
        }
    }
}
