// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Sealing

/// Refuses encoding files that would link to nonsense, before the first comparison.
package enum CompatibilityCheck {
    /// Compares everything that must agree, and says which parameter differs between which agencies.
    ///
    /// Similarity follows from the profile, and the bit order has one value in this version; another is refused when the header is read.
    ///
    /// - Throws: `mismatch.files` for fewer than two files; then, in this order, `mismatch.agency` (an agency twice),
    ///   `.project`, `.schema`, `.profile`, `.vectors` (names, and what they are variants or relatives of),
    ///   `.bits`, `.features` (names, and which stand in which vector), `.key`, `.canary`.
    package static func check(_ headers: [EncodingHeader]) throws(ExchangeError) {
        guard let first = headers.first, headers.count > 1 else {
            throw ExchangeError(
                .files,
                "fewer than two encoding files were given",
                remedy: "name the files of at least two agencies",
                exitCode: .mismatch
            )
        }
        try checkAgencies(headers)
        for rule in rules {
            for other in headers.dropFirst() { try rule.check(first, other) }
        }
    }

    /// Compares a file with the first one of its project, which may be of the same agency.
    ///
    /// - Parameter first: what `text(of:)` made of the first file's header.
    /// - Throws: as `check`, but for the agencies; `exchange.header` if `first` is no header.
    package static func check(_ header: EncodingHeader, with first: String) throws(ExchangeError) {
        guard case .encodings(let first) = try AnyHeader(parsing: Array(first.utf8)) else {
            throw HeaderFields.fault("the header kept is none of an encoding file")
        }
        for rule in rules { try rule.check(first, header) }
    }

    /// Whether a kept header is one of encodings whose schema and key were only declared.
    ///
    /// - Throws: `exchange.header`.
    package static func isUnverified(_ text: String) throws(ExchangeError) -> Bool {
        guard case .encodings(let header) = try AnyHeader(parsing: Array(text.utf8)) else { return false }
        return header.profile.isUnverified
    }

    /// A header to be kept, for files that come later to be compared with.
    package static func text(of header: EncodingHeader) throws(ExchangeError) -> String {
        String(decoding: try AnyHeader.encodings(header).checkedBytes(), as: UTF8.self)
    }

    private static func checkAgencies(_ headers: [EncodingHeader]) throws(ExchangeError) {
        for (index, header) in headers.enumerated() {
            for earlier in headers[..<index]
            where earlier.agency == header.agency || earlier.senderSignKey == header.senderSignKey {
                throw ExchangeError(
                    .agency,
                    earlier.agency == header.agency
                        ? "two files come from the agency \(header.agency)"
                        : "two files come from one agency, as \(earlier.agency) and as \(header.agency)",
                    remedy: "give one file for each agency",
                    exitCode: .mismatch
                )
            }
        }
    }

    private struct Rule {
        let code: ExchangeError.Code
        let name: String
        let remedy: String
        let agrees: @Sendable (EncodingHeader, EncodingHeader) -> Bool

        func check(_ first: EncodingHeader, _ other: EncodingHeader) throws(ExchangeError) {
            guard !agrees(first, other) else { return }
            throw ExchangeError(
                code,
                "\(name) of \(first.agency) and \(other.agency) differ",
                remedy: remedy,
                exitCode: .mismatch
            )
        }
    }

    private static let rules = [
        Rule(code: .project, name: "the projects", remedy: "link files of one project") { $0.project == $1.project },
        Rule(code: .schema, name: "the schema fingerprints", remedy: "have both encode with the same linkage schema") {
            $0.schemaFingerprint == $1.schemaFingerprint
        },
        Rule(code: .profile, name: "the profiles", remedy: "have both encode with the same linkage schema") {
            $0.profile == $1.profile
        },
        Rule(code: .vectors, name: "the vectors", remedy: "have both encode with the same linkage schema") {
            $0.vectors.map(\.name) == $1.vectors.map(\.name)
                && $0.vectors.map(\.variantOf) == $1.vectors.map(\.variantOf)
                && $0.vectors.map(\.relativeOf) == $1.vectors.map(\.relativeOf)
        },
        Rule(code: .bits, name: "the filter lengths", remedy: "have both encode with the same linkage schema") {
            $0.vectors.map(\.bits) == $1.vectors.map(\.bits)
        },
        Rule(code: .features, name: "the features", remedy: "have both encode with the same linkage schema") {
            $0.features == $1.features && $0.vectors.map(\.features) == $1.vectors.map(\.features)
        },
        Rule(code: .key, name: "the project keys", remedy: "have both use the same project key file, then encode again")
        {
            $0.keyCheck == $1.keyCheck
        },
        Rule(
            code: .canary,
            name: "the encodings of the same invented persons",
            remedy: "have both encode with the same version of Tessera"
        ) { $0.canaryDigest == $1.canaryDigest },
    ]
}
