// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Terminal

extension AnonlinkRun {
    /// A run as it is shown.
    var jsonValue: JSONValue {
        [
            "run_id": .string(id), "threshold": .number(threshold), "name": .string(name), "notes": .string(notes),
        ]
    }

    /// A run in a list.
    func listed(_ parties: [AnonlinkParty]) -> JSONValue {
        [
            "run_id": .string(id), "time_added": .string(AnonlinkTime.text(created)),
            "state": .string(shownState(parties).rawValue),
        ]
    }

    /// The state as it is shown: an upload that was bad is an error of every run.
    func shownState(_ parties: [AnonlinkParty]) -> State {
        state != .completed && parties.contains { $0.state == .error } ? .error : state
    }

    /// How far the run is.
    func status(_ project: AnonlinkProject, _ parties: [AnonlinkParty]) -> JSONValue {
        let (state, stages) = (shownState(parties), project.resultType.stages)
        var members: [(key: String, value: JSONValue)] = [
            ("state", .string(state.rawValue)), ("time_added", .string(AnonlinkTime.text(created))),
            ("stages", .integer(stages)), ("current_stage", currentStage(of: stages, project, parties)),
        ]
        if state != .error {
            members.append(("time_started", started.map { .string(AnonlinkTime.text($0)) } ?? .null))
        }
        if state == .completed {
            members.append(("time_completed", completed.map { .string(AnonlinkTime.text($0)) } ?? .null))
            members.append(("total_number_comparisons", .integer(comparisons)))
        }
        if state == .error { members.append(("message", .string(message ?? "an upload of this project was bad"))) }
        return .object(members)
    }

    private func currentStage(of stages: Int, _ project: AnonlinkProject, _ parties: [AnonlinkParty]) -> JSONValue {
        switch min(stage, stages) {
        case 1:
            let contributed = parties.count { $0.state == .done }
            return [
                "number": 1, "description": "waiting for CLKs",
                "progress": Self.progress(contributed, of: project.parties, "number of parties already contributed"),
            ]
        case 2:
            return [
                "number": 2, "description": "compute similarity scores",
                "progress": Self.progress(done, of: comparisons, "number of already computed similarity scores"),
            ]
        default: return ["number": 3, "description": "compute output"]
        }
    }

    private static func progress(_ done: Int, of total: Int, _ description: String) -> JSONValue {
        [
            "absolute": .integer(done), "relative": .number(total > 0 ? Double(done) / Double(total) : 1),
            "description": .string(description),
        ]
    }
}

extension AnonlinkProject {
    /// The project as it is shown.
    func jsonValue(_ parties: [AnonlinkParty]) -> JSONValue {
        [
            "project_id": .string(id), "schema": schema, "result_type": .string(resultType.rawValue),
            "number_parties": .integer(self.parties), "name": .string(name), "notes": .string(notes),
            "uses_blocking": .bool(usesBlocking),
            "parties_contributed": .integer(parties.count { $0.state == .done }),
            "error": .bool(parties.contains { $0.state == .error }),
        ]
    }

    /// The project in a list.
    var listed: JSONValue {
        ["project_id": .string(id), "time_added": .string(AnonlinkTime.text(created))]
    }
}

/// Times as these routes write them: with an offset in digits, which every reader of ISO 8601 takes.
enum AnonlinkTime {
    static func text(_ moment: Int64) -> String { UTCTime.text(moment).dropLast() + "+00:00" }
}
