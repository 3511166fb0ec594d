// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Schemas
internal import Tables

/// What became of a field.
enum FieldResult {
    case note(FieldNote)
    case rejected(RowRule)
}

/// From a field's bytes to its tokens, the same for every profile; memory is used again for the next field.
struct FieldReader {
    /// The longest field that is taken.
    static let maxFieldBytes = 4096

    private let normaliser: FieldNormaliser
    private let tokeniser: FieldTokeniser
    private var text: [UInt8] = []
    /// The tokens of the last field that was present, at least one, in any order and with repeats.
    var tokens = TokenList()

    init(_ feature: Feature) {
        normaliser = FieldNormaliser(feature)
        tokeniser = FieldTokeniser(feature.tokens)
    }

    /// Reads a field.
    mutating func read(_ field: UnsafeRawBufferPointer) -> FieldResult {
        guard field.count <= Self.maxFieldBytes else { return .rejected(.fieldTooLong) }
        guard unsafe isValidUTF8(field) else { return .rejected(.utf8Invalid) }
        let note = unsafe FieldNote(normaliser.normalise(field, into: &text))
        if note == .present {
            tokens.removeAll()
            tokeniser.append(text, to: &tokens)
        }
        return .note(note)
    }
}
