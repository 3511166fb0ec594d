// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import JSONText
internal import Sealing
internal import Spine

/// A project as the server knows it.
struct ProjectRecord: Sendable {
    let number: Int64
    let name: String
    let folder: String
    /// What makes a link, in words.
    let policy: String
    let created: Int64
    /// The last day on which its data may be kept, as `2027-06-30`.
    let keepUntil: String?
    /// The header of the first file that was accepted: what all others are compared with.
    let header: String?

    init(_ row: Row) {
        number = row["number"]
        name = row["name"]
        folder = row["folder"]
        policy = row["policy"]
        created = row["created"]
        keepUntil = row["keepUntil"]
        header = row["header"]
    }
}

/// An agency that sends files to a project.
struct AgencyRecord: Sendable {
    let name: String
    let role: DatasetRole
    let isDeduplicated: Bool
    /// The text of its card.
    let card: String
    let isWithdrawn: Bool

    init(_ row: Row) {
        name = row["name"]
        role = DatasetRole(rawValue: row["role"]) ?? .contributor
        isDeduplicated = row["isDeduplicated"]
        card = row["card"]
        isWithdrawn = row["isWithdrawn"]
    }
}

/// A file that an agency sends, or has sent.
struct UploadRecord: Sendable {
    /// Where an upload is on its way; open → accepted → linked, or refused.
    enum State: String {
        /// Bytes are coming.
        case open
        /// Whole, verified, and waiting for a run.
        case accepted
        /// In the spine; the file itself is gone.
        case linked
        /// Not what it should be; the agency may send another.
        case refused
    }

    let id: String
    let project: Int64
    let agency: String
    let bytes: Int
    /// SHA-256 of the whole file, 64 digits.
    let digest: String
    let state: State
    let rows: Int?
    let created: Int64
    let accepted: Int64?
    let receipt: String?
    let fault: String?

    init(_ row: Row) {
        id = row["id"]
        project = row["project"]
        agency = row["agency"]
        bytes = row["bytes"]
        digest = row["digest"]
        state = State(rawValue: row["state"]) ?? .refused
        rows = row["rows"]
        created = row["created"]
        accepted = row["accepted"]
        receipt = row["receipt"]
        fault = row["fault"]
    }
}

/// Something that is done to a project's spine.
struct RunRecord: Sendable {
    enum Kind: String {
        /// Adds all files that wait, or takes them as new extracts.
        case link
        /// Takes an agency's dataset out.
        case withdraw
    }

    enum State: String {
        case queued, running, completed, failed, cancelled
        var isFinal: Bool { self != .queued && self != .running }
    }

    let number: Int64
    let project: Int64
    let kind: Kind
    let state: State
    let created: Int64
    let started: Int64?
    let ended: Int64?
    let options: JSONValue
    let summary: JSONValue?
    /// What the dashboard shows of the spine after the run.
    let overview: JSONValue?
    let fault: JSONValue?

    init(_ row: Row) {
        func json(_ name: String) -> JSONValue? {
            (row[name] as String?).flatMap { try? JSONParser.parse(Array($0.utf8)) }
        }
        number = row["number"]
        project = row["project"]
        kind = Kind(rawValue: row["kind"]) ?? .link
        state = State(rawValue: row["state"]) ?? .failed
        created = row["created"]
        started = row["started"]
        ended = row["ended"]
        options = json("options") ?? .null
        summary = json("summary")
        overview = json("overview")
        fault = json("fault")
    }
}
