// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What somebody may do.
package enum Role: String, Sendable, CaseIterable {
    /// Runs the linkage unit: makes projects, starts runs, sees figures of all.
    case `operator`
    /// Sends one agency's files to one project, and fetches its result.
    case agency
    /// Watches over one project: sees its figures and its audit, may withdraw and destroy.
    case steward
    /// Fetches the crosswalk of one study of one project.
    case researcher
}

/// Who sent a request, as its credential says.
package struct Principal: Sendable, Equatable {
    /// The credential's name, 16 digits.
    let credential: String
    let role: Role
    /// The project that it is for; nil for the operator.
    let project: Int64?
    /// The agency's name, or the study of a researcher.
    let party: String?

    /// How the audit names it.
    var actor: String { role.rawValue + (party.map { " \($0)" } ?? "") + " \(credential)" }
}
