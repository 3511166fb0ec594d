// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports

/// What the next run would do, and the form that starts it.
struct PlanPage {
    let frame: Frame
    let viewer: Viewer
    let status: ProjectStatus

    private var waiting: [UploadRecord] { status.uploads.filter { $0.state == .accepted } }
    private var missing: [AgencyRecord] {
        status.agencies.filter { !$0.isWithdrawn && status.upload(of: $0.name)?.state != .accepted }
    }

    var html: String {
        frame.html([
            Frame.Section("files", "Files that would be linked") {
                if waiting.isEmpty {
                    element("p") { "No verified file waits. A run would only write every agency's result anew." }
                } else {
                    Parts.table(
                        caption:
                            "Every file is compared with what is in the spine when its turn comes, the spine's file first.",
                        columns: ["Agency", "Records", "Pairs to compare at most"],
                        rows: waiting.map { upload in
                            [
                                Markup(text: upload.agency), Words.count(status.rows(upload) ?? .hidden),
                                Markup(text: pairs(of: upload)),
                            ]
                        }
                    )
                }
                if !missing.isEmpty {
                    element("p", ["class": "note"]) {
                        "Without a waiting file: " + missing.map(\.name).joined(separator: ", ") + "."
                    }
                }
            },
            Frame.Section("start", "Start", style: "forms") {
                if status.current != nil {
                    element("p") { "A run of this project is not over yet; the next can be started after it." }
                } else {
                    Forms.form("/projects/\(status.project.name)/runs", viewer, "Start the run") {
                        Forms.box("Begin without a spine, if its file has not come", "without-spine")
                        Forms.box(
                            "Add a dataset even if it can't be told whether its links are right; nothing of it is linked then",
                            "unlinked"
                        )
                    }
                }
                element("p", ["class": "actions"]) {
                    element("a", ["href": "/projects/\(status.project.name)"]) { "Back without starting" }
                }
            },
        ])
    }

    /// Records of the file times those of all others; hidden if a small number could be computed from it.
    private func pairs(of upload: UploadRecord) -> String {
        let known = status.counted?.overview?["datasets"]?.array?.map { $0.count("records") } ?? []
        let others = waiting.filter { $0.id != upload.id }.map { $0.rows ?? 0 } + known
        let rows = upload.rows ?? 0
        let product = rows.multipliedReportingOverflow(by: others.reduce(0, +))
        guard ([rows] + others).allSatisfy({ Suppression.isLarge($0, status.smallest) }), !product.overflow else {
            return "∗"
        }
        return NumberText.count(product.partialValue)
    }
}
