// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
package import Sealing
package import Spine

/// Writes agencies their results: each one's own rows with the ids of a study, sealed to it, in an order drawn at random.
package struct AgencyResults {
    private let crosswalk: Crosswalk
    private let ids: IDCipher
    private let project: String
    private let identity: Identity
    private let created: String
    private let tool: String
    /// What names the state of the spine: the first 16 bytes of its ledger's digest.
    package let run: [UInt8]

    /// - Parameters:
    ///   - created: now, in UTC.
    ///   - tool: the program and its version.
    package init(
        _ crosswalk: Crosswalk,
        of store: SpineStore,
        ids: IDCipher,
        as identity: Identity,
        created: String,
        tool: String
    ) throws(SpineError) {
        self.crosswalk = crosswalk
        self.ids = ids
        project = store.project
        self.identity = identity
        self.created = created
        self.tool = tool
        run = Array((Hex.decode(try store.lastRun().ledger) ?? []).prefix(16))
    }

    /// Writes one agency's result.
    ///
    /// - Parameters:
    ///   - path: a file that does not exist yet.
    ///   - check: called now and then; what it throws ends the writing.
    /// - Returns: the SHA-256 of the file.
    /// - Throws: `file.exists`, `file.write`, what `check` throws.
    package func write(_ part: Crosswalk.Part, to path: String, check: () throws -> Void) throws -> [UInt8] {
        let writer = try ResultFileWriter(
            path: path,
            header: ResultHeader.Draft(project: project, run: run, created: created, tool: tool),
            sender: identity,
            recipient: part.dataset.card
        )
        let shares = crosswalk.sharesEntity(part)
        for (row, entity) in part.entities.enumerated() {
            var flags: ResultFlags = []
            if crosswalk.isLinked(entity) { flags.insert(.linked) }
            if crosswalk.isOnSpine(entity) { flags.insert(.onSpine) }
            if shares[row] { flags.insert(.sharesID) }
            let place = RecordPlace(dataset: part.dataset.number, row: Int(part.records[row]))
            if crosswalk.isPossible(place) { flags.insert(.possible) }
            try writer.append(token: part.tokens.rowToken(at: row), projectID: ids.id(of: UInt64(entity)), flags: flags)
            if row.isMultiple(of: 65_536) { try check() }
        }
        return try writer.finish().digest
    }
}
