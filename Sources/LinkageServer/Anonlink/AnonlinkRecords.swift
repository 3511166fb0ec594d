// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import JSONText

/// What a project's parties get.
enum AnonlinkResultType: String, Sendable {
    case groups, permutations
    case similarityScores = "similarity_scores"

    /// Stages of a run, the waiting for encodings among them.
    var stages: Int { self == .similarityScores ? 2 : 3 }
}

/// A project of the compatible routes.
struct AnonlinkProject: Sendable {
    let id: String
    let folder: String
    /// The linkage schema as it came.
    let schema: JSONValue
    let resultType: AnonlinkResultType
    let parties: Int
    let name: String
    let notes: String
    let usesBlocking: Bool
    let created: Int64
    let resultDigest: String

    init(_ row: Row) {
        id = row["id"]
        folder = row["folder"]
        schema = (try? JSONParser.parse(Array((row["schema"] as String).utf8))) ?? .null
        resultType = AnonlinkResultType(rawValue: row["resultType"]) ?? .groups
        parties = row["parties"]
        name = row["name"]
        notes = row["notes"]
        usesBlocking = row["usesBlocking"]
        created = row["created"]
        resultDigest = row["resultDigest"]
    }

    /// Bytes that the schema gives an encoding; nil if it does not say.
    var expectedBytes: Int? {
        schema["clkConfig"]?["l"]?.integer.flatMap { $0 > 0 ? Int($0) / 8 : nil }
    }
}

/// A party of a project and what it has sent.
struct AnonlinkParty: Sendable {
    enum State: String, Sendable { case notStarted, inProgress, done, error }

    let number: Int
    let updateDigest: String
    let receiptDigest: String?
    let state: State
    /// The name of its file, drawn at random.
    let upload: String?
    let rows: Int
    let encodingBytes: Int
    let blockEntries: Int

    init(_ row: Row) {
        number = row["party"]
        updateDigest = row["updateDigest"]
        receiptDigest = row["receiptDigest"]
        state = State(rawValue: row["state"]) ?? .notStarted
        upload = row["upload"]
        rows = row["rows"]
        encodingBytes = row["encodingBytes"]
        blockEntries = row["blockEntries"]
    }
}

/// A run of a project.
struct AnonlinkRun: Sendable {
    enum State: String, Sendable { case created, queued, running, completed, error }

    let id: String
    let project: String
    let name: String
    let notes: String
    let threshold: Double
    let state: State
    let created: Int64
    let started: Int64?
    let completed: Int64?
    /// 1 waiting, 2 comparing, 3 making the result.
    let stage: Int
    let comparisons: Int
    /// Comparisons that are done, of `comparisons`.
    let done: Int
    /// Bytes of the result's files, in their order, with commas between.
    let resultBytes: [Int]
    let message: String?

    init(_ row: Row) {
        id = row["id"]
        project = row["project"]
        name = row["name"]
        notes = row["notes"]
        threshold = row["threshold"]
        state = State(rawValue: row["state"]) ?? .error
        created = row["created"]
        started = row["started"]
        completed = row["completed"]
        stage = row["stage"]
        comparisons = row["comparisons"]
        done = row["done"]
        resultBytes = (row["resultBytes"] as String? ?? "").split(separator: ",").compactMap { Int($0) }
        message = row["message"]
    }
}
