// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// The header of a sealed file of any kind.
package enum AnyHeader: Sendable, Equatable {
    case encodings(EncodingHeader)
    case results(ResultHeader)
    case rowMap(RowMapHeader)

    /// What the headers of all kinds say.
    package var common: SealedHeader {
        switch self {
        case .encodings(let header): header.common
        case .results(let header): header.common
        case .rowMap(let header): header.common
        }
    }

    /// The kind as the header writes it.
    package var kind: String {
        switch self {
        case .encodings: "encodings"
        case .results: "results"
        case .rowMap: "row-map"
        }
    }

    /// Reads a header; only the canonical bytes of a header that keeps every rule of its kind are taken.
    ///
    /// - Throws: `exchange.header`; `mismatch.…` for a profile, similarity or bit order of a later version.
    init(parsing bytes: [UInt8]) throws(ExchangeError) {
        let value: JSONValue
        let canonical: [UInt8]
        do {
            value = try JSONParser.parse(bytes)
            canonical = try value.canonicalBytes()
        } catch {
            throw HeaderFields.fault("the header is not canonical JSON: \(error.message)")
        }
        guard canonical == bytes else { throw HeaderFields.fault("the header is not canonical JSON") }
        var fields = try HeaderFields(value)
        switch try fields.text("kind") {
        case "encodings": self = .encodings(try EncodingHeader(&fields))
        case "results": self = .results(try ResultHeader(&fields))
        case "row-map": self = .rowMap(try RowMapHeader(&fields))
        default: throw HeaderFields.fault("the header's 'kind' is none that this version knows")
        }
        try fields.end()
    }

    /// The header as a JSON object, for people and programs to read.
    package func jsonValue() -> JSONValue {
        let own =
            switch self {
            case .encodings(let header): header.members
            case .results(let header): header.members
            case .rowMap(let header): header.members
            }
        return .object([("kind", .string(kind))] + common.members + own)
    }

    /// The header for people, a line a key.
    package func lines() -> [String] {
        (jsonValue().members ?? []).map { "\($0.key): \($0.value.string ?? $0.value.compactText())" }
    }
}
