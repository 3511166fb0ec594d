// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports
internal import Terminal

/// What an agency sees: its own files, and what became of them.
struct AgencyPage {
    let frame: Frame
    let status: ProjectStatus
    let agency: String

    private var record: AgencyRecord? { status.agencies.first { $0.name == agency } }
    private var own: [UploadRecord] { status.uploads.filter { $0.agency == agency } }
    private var completed: RunRecord? { status.runs.first { $0.state == .completed } }
    private var dataset: Figures.Dataset? { status.figures?.datasets.first { $0.name == agency } }

    var html: String {
        var frame = frame
        let (value, remark) = Words.retention(status.project)
        frame.subtitles = ["\(agency), \(record.map { UploadsTable.words($0.role) } ?? "")", "\(value): \(remark)"]
        return frame.html([
            Frame.Section("files", "Your files", isLive: true) { files },
            Frame.Section("result", "Your result", isLive: true) { result },
        ])
    }

    @MarkupBuilder private var files: Markup {
        if record?.isWithdrawn == true {
            element("p") { "Your dataset was withdrawn from this project." }
        } else if own.isEmpty {
            element("p") {
                "No file of yours has come yet. Send it with "
                element("code") { "tessera-send" }
                "; this page shows it as it arrives."
            }
        }
        if !own.isEmpty {
            element("div", ["class": "left"]) {
                Parts.table(
                    caption: "Newest first. The digest is that of the whole file, as 'sha256sum' prints it.",
                    columns: ["File", "State", "Records", "Size", "Begun", "Verified"],
                    rows: own.map { upload in
                        [
                            element("code") { String(upload.digest.prefix(12)) },
                            MarkupBuilder.buildBlock(
                                Words.state(of: upload),
                                upload.fault.map { fault in element("small") { fault } } ?? Markup()
                            ),
                            status.rows(upload).map(Words.count) ?? Markup(text: "–"),
                            Markup(text: Quantities.bytes(upload.bytes)), Words.time(upload.created),
                            upload.accepted.map(Words.time) ?? Markup(text: "–"),
                        ]
                    }
                )
            }
        }
    }

    @MarkupBuilder private var result: Markup {
        if let dataset {
            Parts.tiles([
                .init("Records in the spine", Words.text(dataset.records)),
                .init("Linked to another dataset", Words.text(dataset.linked), remark: rate(dataset)),
                .init("On the spine", Words.text(dataset.onSpine), remark: "\(Words.text(dataset.offSpine)) off it"),
                .init("In possible matches", Words.text(dataset.possible), remark: "not linked until somebody decides"),
            ])
            element("p", ["class": "note"]) { Words.hiddenNote }
            for flag in flags { element("p", ["class": "problem"]) { flag } }
        }
        if let ended = completed?.ended, dataset != nil {
            element("p") {
                "As of the run of "
                Words.time(ended)
                ". Only your identity opens the file; "
                element("code") { "tessera-agency receive" }
                " makes a table of it."
            }
            element("p") {
                element("a", ["class": "button", "href": "/projects/\(status.project.name)/result", "download": ""]) {
                    "Download your result"
                }
            }
        } else {
            element("p") { "There is none yet: the linkage unit has not linked your file." }
        }
    }

    private func rate(_ dataset: Figures.Dataset) -> String {
        guard let linked = dataset.linked.value, let records = dataset.records.value, records > 0 else { return "" }
        return "\(NumberText.percent(Double(linked) / Double(records))) of your records"
    }

    /// What a run said of this dataset that its agency should know.
    private var flags: [String] {
        (completed?.summary?.array ?? []).filter { $0["dataset"]?.string == agency }.compactMap { $0["doubt"]?.string }
    }
}
