// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports
internal import Sealing
internal import Terminal

/// All that pages say of a project, as of one moment.
struct ProjectStatus: Sendable {
    let project: ProjectRecord
    let agencies: [AgencyRecord]
    /// Newest first, as are the runs.
    let uploads: [UploadRecord]
    let runs: [RunRecord]
    let progress: RunQueue.Progress?
    let smallest: Int
    let cache: FigureCache

    /// The newest run that counted what is in the spine.
    var counted: RunRecord? { runs.first { $0.overview != nil } }

    /// The run that is not over.
    var current: RunRecord? { runs.first { !$0.state.isFinal } }

    var figures: Figures? { counted.flatMap(cache.figures) }

    /// The newest upload of an agency.
    func upload(of agency: String) -> UploadRecord? { uploads.first { $0.agency == agency } }

    /// A number of rows as it is shown.
    func rows(_ upload: UploadRecord) -> Figure? {
        upload.rows.map { Suppression.isLarge($0, smallest) ? .count($0) : .hidden }
    }

    /// The first digits of what all accepted files share: schema, and check of the project key.
    var agreement: (schema: String, key: String)? {
        guard let header = project.header, let value = try? JSONParser.parse(Array(header.utf8)),
            let schema = value["schemaFingerprint"]?.string, let key = value["keyCheck"]?.string
        else { return nil }
        return (String(schema.prefix(8)), String(key.prefix(8)))
    }

    /// Changes whenever a page of this reader would be another.
    func version(for principal: Principal) -> String {
        let seen = uploads.filter { principal.role != .agency || $0.agency == principal.party }
        let parts =
            seen.map { "\($0.id) \($0.state.rawValue)" } + runs.map { "\($0.number) \($0.state.rawValue)" }
            + agencies.map { "\($0.name) \($0.isWithdrawn)" } + [project.keepUntil ?? ""]
        return String(Hex.encode(SHA256.digest(of: Array(parts.joined(separator: "\n").utf8))).prefix(16))
    }

    /// What a page is told when something changed.
    func eventText(for principal: Principal) -> String {
        var members: [(key: String, value: JSONValue)] = [("version", .string(version(for: principal)))]
        if let progress, principal.role == .operator || principal.role == .steward {
            members.append(("run", RunProgress(progress).jsonValue))
        }
        return JSONValue.object(members).compactText()
    }
}

/// How far a run is, in words.
struct RunProgress: Sendable {
    let step: String
    let comparisons: String
    let rate: String
    let left: String
    /// Of the step's comparisons, 0 to 1.
    let share: Double

    init(_ progress: RunQueue.Progress) {
        let seconds = Int(UTCTime.seconds() - progress.stepStarted)
        let (done, total) = (progress.comparisons, progress.totalComparisons)
        step = progress.step.isEmpty ? "beginning" : progress.step
        comparisons = total > 0 ? "\(Quantities.short(done)) of \(Quantities.short(total))" : "–"
        let speed = seconds > 0 ? done / seconds : 0
        rate = speed > 0 ? "\(Quantities.short(speed)) a second" : "–"
        left = speed > 0 && total > done ? Quantities.clock(seconds: (total - done) / speed) : "–"
        share = total > 0 ? min(1, Double(done) / Double(total)) : 0
    }

    var jsonValue: JSONValue {
        [
            "step": .string(step), "comparisons": .string(comparisons), "rate": .string(rate), "left": .string(left),
            "share": .number(share),
        ]
    }
}
