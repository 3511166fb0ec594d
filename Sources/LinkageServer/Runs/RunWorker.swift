// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import GRDB
internal import Glibc
internal import JSONText
internal import Linkage
internal import Sealing
internal import Spine
internal import SpineFiles
internal import Terminal

/// Does one run, on a thread that may wait: brings files into the spine, and writes what the agencies get.
final class RunWorker: Sendable {
    /// What is to be done.
    struct Task: Sendable {
        let run: RunRecord
        let project: ProjectRecord
        let agencies: [AgencyRecord]
        /// Files that wait to be linked.
        let uploads: [UploadRecord]
    }

    /// What was done.
    struct Outcome: Sendable {
        let summary: JSONValue
        let overview: JSONValue
    }

    private let projects: Projects
    private let threads: Int?
    private let tool: String

    init(_ projects: Projects, threads: Int?, tool: String) {
        self.projects = projects
        self.threads = threads
        self.tool = tool
    }

    /// Does a run; every step is committed by itself, and none is done twice.
    ///
    /// - Throws: what the spine throws; `linkage.cancelled`.
    func perform(
        _ task: Task,
        onStep: (String) -> Void,
        onProgress: @escaping @Sendable (JoinProgress.Amount) -> Void,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(ServerError) -> Outcome {
        var control = RunControl(threads: threads ?? RunControl.processors)
        control.onProgress = onProgress
        control.isCancelled = isCancelled
        let place = projects.folder.project(task.project.folder)
        do {
            let store = try SpineStore.open(place.spine, isChanged: true)
            var summaries: [JSONValue] = []
            switch task.run.kind {
            case .link:
                for upload in Self.ordered(task) {
                    onStep("linking \(upload.agency)")
                    if isCancelled() { throw Self.cancelled }
                    do {
                        summaries.append(try add(upload, task, to: store, place, control))
                    } catch let fault as any Fault where Self.isOfTheFile(fault) {
                        summaries.append(try refuse(upload, task, place, fault))
                    }
                }
            case .withdraw:
                let name = task.run.options["agency"]?.string ?? ""
                onStep("withdrawing \(name)")
                summaries.append(try withdraw(name, task, from: store))
            }
            onStep("writing results")
            let overview = try writeResults(task, of: store, place, isCancelled)
            return Outcome(summary: .array(summaries), overview: overview)
        } catch let error as ServerError {
            throw error
        } catch let fault as any Fault {
            throw ServerError(fault)
        } catch {
            throw .shown(error)
        }
    }

    /// The spine first, then the largest: what they show of matches helps to judge the small ones.
    private static func ordered(_ task: Task) -> [UploadRecord] {
        let roles = Dictionary(uniqueKeysWithValues: task.agencies.map { ($0.name, $0.role) })
        return task.uploads.sorted { left, right in
            let (first, second) = (roles[left.agency] == .spine, roles[right.agency] == .spine)
            if first != second { return first }
            return (right.rows ?? 0, left.agency) < (left.rows ?? 0, right.agency)
        }
    }

    private static let cancelled = ServerError(
        .init(rawValue: "linkage.cancelled"),
        status: 409,
        "the run was cancelled",
        remedy: "start another"
    )

    private func add(
        _ upload: UploadRecord,
        _ task: Task,
        to store: SpineStore,
        _ place: ProjectFolder,
        _ control: RunControl
    ) throws -> JSONValue {
        guard let agency = task.agencies.first(where: { $0.name == upload.agency }) else { throw ServerError.notFound }
        let identity = projects.identity
        let extract = try SpineExtract.open(
            place.upload(upload.id),
            for: store,
            as: identity,
            trusted: [PartyCard(text: agency.card)]
        )
        let summary: JSONValue
        if let run = try store.run(ofExtract: extract.digest) {
            // A run that was cut off had come as far as this.
            summary = ["dataset": .string(agency.name), "run": .integer(run)]
        } else {
            let isKnown = try store.datasets().contains { $0.name == agency.name }
            let addition =
                isKnown
                ? try Addition(refreshing: extract, in: store, as: identity, control: control)
                : try Addition(
                    extract,
                    role: agency.role,
                    policy: LinkPolicy(isDeduplicated: agency.isDeduplicated),
                    startsWithoutSpine: task.run.options["withoutSpine"]?.bool ?? false,
                    to: store,
                    as: identity
                )
            let acceptsUnlinked = task.run.options["unlinked"]?.bool ?? false
            summary = try addition.run(time: UTCTime.now(), acceptsUnlinked: acceptsUnlinked, control: control)
                .jsonValue
        }
        try projects.database.writeNow { database in
            try database.execute(sql: "UPDATE upload SET state = 'linked' WHERE id = ?", arguments: [upload.id])
        }
        // The spine has the encodings under a key that a withdrawal destroys; no other copy may outlive it.
        try Disk.destroy(place.upload(upload.id))
        return summary
    }

    private func withdraw(_ name: String, _ task: Task, from store: SpineStore) throws -> JSONValue {
        var summary: JSONValue = ["dataset": .string(name), "records": 0]
        if let dataset = try store.datasets().first(where: { $0.name == name }), !dataset.isWithdrawn {
            let withdrawal = try Withdrawal(of: name, tokens: [], from: store, as: projects.identity)
            summary = try withdrawal.run(time: UTCTime.now()).jsonValue
        }
        try projects.database.writeNow { database in
            try database.execute(
                sql: "UPDATE agency SET isWithdrawn = 1 WHERE project = ? AND name = ?",
                arguments: [task.project.number, name]
            )
            try database.execute(
                sql: """
                    UPDATE upload SET state = 'refused', fault = 'the dataset was withdrawn'
                    WHERE project = ? AND agency = ? AND state = 'accepted'
                    """,
                arguments: [task.project.number, name]
            )
        }
        let place = projects.folder.project(task.project.folder)
        for upload in task.uploads where upload.agency == name { try Disk.destroy(place.upload(upload.id)) }
        return summary
    }

    /// Whether a file can't be linked, now or ever, so that the others go on without it.
    private static func isOfTheFile(_ fault: any Fault) -> Bool {
        let codes = ["spine.mismatch", "spine.withdrawn", "spine.dataset", "file.open"]
        return codes.contains(fault.code) || ["exchange.", "mismatch."].contains { fault.code.hasPrefix($0) }
    }

    /// Takes note of a file that can't be linked; the agency may send another.
    private func refuse(
        _ upload: UploadRecord,
        _ task: Task,
        _ place: ProjectFolder,
        _ fault: any Fault
    ) throws -> JSONValue {
        let text = "\(fault.message) [\(fault.code)]"
        try projects.database.writeNow { database in
            try database.execute(
                sql: "UPDATE upload SET state = 'refused', fault = ? WHERE id = ?",
                arguments: [text, upload.id]
            )
        }
        try? Disk.destroy(place.upload(upload.id))
        return ["dataset": .string(upload.agency), "refused": .string(fault.code)]
    }

    /// Removes results that a completed run has made old; who is reading one reads it to its end.
    func removeSuperseded(by run: RunRecord, of project: ProjectRecord) {
        let place = projects.folder.project(project.folder)
        for name in FolderListing.names(place.results) where name != "\(run.number)" {
            let folder = "\(place.results)/\(name)"
            for file in FolderListing.names(folder) { _ = unsafe unlink("\(folder)/\(file)") }
            _ = unsafe rmdir(folder)
        }
    }

    /// Writes every agency's result, and counts what the dashboard shows.
    private func writeResults(
        _ task: Task,
        of store: SpineStore,
        _ place: ProjectFolder,
        _ isCancelled: @Sendable () -> Bool
    ) throws -> JSONValue {
        let identity = projects.identity
        let crosswalk = try store.crosswalk(as: identity)
        let results = try AgencyResults(
            crosswalk,
            of: store,
            ids: try store.ids(of: SpineStore.ownStudy, as: identity),
            as: identity,
            created: UTCTime.now(),
            tool: tool
        )
        let folder = place.results(task.run.number)
        // What a run that was cut off left of them is written anew.
        ProjectFolder.remove(folder)
        guard unsafe mkdir(folder, 0o700) == 0 else { throw FileError(.write, path: folder, errno: errno) }
        for part in crosswalk.parts {
            _ = try results.write(part, to: place.result(task.run.number, part.dataset.name)) {
                if isCancelled() { throw Self.cancelled }
            }
        }
        return Overview(crosswalk, edges: try store.edges(as: identity)).jsonValue
    }
}
