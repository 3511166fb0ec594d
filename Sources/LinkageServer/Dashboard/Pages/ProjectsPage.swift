// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports
internal import Spine

/// The operator's list of projects, and the form that makes one.
struct ProjectsPage {
    struct Entry {
        let name: String
        let policy: String
        let files: String
        let run: Markup
        let retention: String

        init(_ status: ProjectStatus) {
            name = status.project.name
            policy = status.project.policy
            let expected = status.agencies.filter { !$0.isWithdrawn }
            let here = expected.filter { agency in
                status.upload(of: agency.name).map { $0.state == .accepted || $0.state == .linked } ?? false
            }
            files =
                expected.isEmpty
                ? "no agency admitted yet" : "\(here.count) of \(expected.count) agencies' files verified"
            run = status.runs.first.map(Words.state) ?? Words.state("no run yet", "wait")
            let (value, remark) = Words.retention(status.project)
            retention = status.project.keepUntil == nil ? remark : "\(value) left, \(remark)"
        }
    }

    let frame: Frame
    let viewer: Viewer
    let entries: [Entry]

    var html: String {
        var frame = frame
        frame.subtitles = [entries.isEmpty ? "There is none yet." : "\(entries.count) on this server"]
        return frame.html([
            Frame.Section("all", "All projects", style: "plain") {
                if entries.isEmpty { element("p", ["class": "note"]) { "Make the first one below." } }
                element("ul", ["class": "projects"]) {
                    for entry in entries {
                        element("li") {
                            element("h3") { element("a", ["href": "/projects/\(entry.name)"]) { entry.name } }
                            element("p") { entry.run }
                            element("p") { entry.files }
                            element("p") { entry.policy }
                            element("p") { entry.retention }
                        }
                    }
                }
            },
            Frame.Section("new", "New project", style: "forms") {
                Forms.form("/projects", viewer, "Make the project") {
                    Forms.field(
                        "Name",
                        "name",
                        hint: "1 to 64 of A-Z a-z 0-9 . _ -; the agencies encode their files for this name."
                    )
                    Forms.field(
                        "Last day",
                        "keep",
                        type: "date",
                        hint: "The day by which all its data is to be destroyed.",
                        isRequired: false
                    )
                    element("details") {
                        element("summary") { "Link by one similarity instead of match weights" }
                        element("div", ["class": "pair"]) {
                            Forms.field("Links from", "threshold", hint: "Such as 0.85.", isRequired: false)
                            Forms.field("Possible from", "possible", hint: "Such as 0.7.", isRequired: false)
                        }
                    }
                }
            },
        ])
    }
}
