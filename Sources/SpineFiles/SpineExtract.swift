// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import Faults
internal import Linkage
package import Sealing
package import Spine

/// Opens an agency's encoding file for a store: verified, of this project, and made as the files before it were.
package enum SpineExtract {
    /// - Throws: what `EncodingFile.openRows` and `CompatibilityCheck` throw; `spine.mismatch` for another project.
    package static func open(
        _ path: String,
        for store: SpineStore,
        as identity: Identity,
        trusted cards: [PartyCard]
    ) throws -> IncomingExtract {
        let claimed = try EncodingFile.readEncodingHeader(path: path)
        let rows = try EncodingFile.openRows(
            path: path,
            identity: identity,
            trusted: cards,
            vectors: Array(claimed.vectors.indices),
            isResident: true
        )
        let header = rows.header
        guard header.project == store.project else {
            throw SpineError(
                .mismatch,
                "the file is of another project than this spine",
                remedy: "take the spine of the file's project; 'inspect' shows it",
                exitCode: .mismatch
            )
        }
        if let format = try store.format() { try CompatibilityCheck.check(header, with: format.header) }
        guard let filters = rows.filters else { throw SpineError.noMemory }
        return IncomingExtract(
            name: header.agency,
            card: rows.sender,
            digest: rows.digest,
            tokens: rows.tokens,
            presence: rows.presence,
            filters: filters,
            format: SpineFormat(
                header: try CompatibilityCheck.text(of: header),
                vectors: header.scoredVectors(Array(header.vectors.indices)),
                measure: header.profile.similarity,
                presenceBytes: header.presenceBytes
            )
        )
    }
}

extension SpineError {
    fileprivate static var noMemory: SpineError {
        SpineError(
            Code(rawValue: "spine.memory"),
            "there is not enough memory for the encodings of the file",
            remedy: "use a machine with more memory",
            exitCode: .inputOutput
        )
    }
}
