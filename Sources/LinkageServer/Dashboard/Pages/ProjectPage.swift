// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports

/// A project as its operator and its steward see it.
struct ProjectPage {
    let frame: Frame
    let viewer: Viewer
    let status: ProjectStatus
    /// For the operator.
    let credentials: [Credentials.Entry]
    /// The newest of the audit, oldest first.
    let entries: [JSONValue]

    /// How many entries of the audit are shown.
    static let auditEntries = 40
    /// How many of them at once.
    static let auditEntriesUnfolded = 8

    var isOperator: Bool { viewer.principal.role == .operator }
    var path: String { "/projects/\(status.project.name)" }

    var html: String {
        var frame = frame
        let figures = status.figures
        frame.subtitles = [status.project.policy]
        frame.hasSlider = figures.map { !$0.bins.isEmpty } ?? false
        var sections = [
            Frame.Section("overview", "Overview", isLive: true) { tiles(figures) },
            Frame.Section("files", "Agencies and files", isLive: true) {
                UploadsTable(status: status, canWithdraw: true).markup
            },
            Frame.Section("runs", "Runs", isLive: true) { RunsTable(status: status, viewer: viewer).markup },
        ]
        if let figures { sections.append(figuresSection(figures)) }
        if isOperator { sections.append(access) }
        sections += [audit, destruction]
        return frame.html(sections)
    }

    private func tiles(_ figures: Figures?) -> Markup {
        let expected = status.agencies.filter { !$0.isWithdrawn }
        let here = expected.filter { agency in
            status.upload(of: agency.name).map { $0.state == .accepted || $0.state == .linked } ?? false
        }
        let (value, remark) = Words.retention(status.project)
        let waiting = status.uploads.count { $0.state == .accepted }
        var tiles: [Parts.Tile] = [
            .init("Files verified", "\(here.count) of \(expected.count)", remark: "\(waiting) waiting for a run"),
            .init("Kept for", value, remark: remark),
        ]
        if let figures {
            tiles += [
                .init(
                    "People",
                    Words.text(figures.people),
                    remark: "\(Words.text(figures.linked)) in two datasets or more"
                ),
                .init("On the spine", Words.text(figures.onSpine), remark: "\(Words.text(figures.offSpine)) off it"),
            ]
        }
        return Parts.tiles(tiles)
    }

    private func figuresSection(_ figures: Figures) -> Frame.Section {
        let parts = FiguresParts(figures: figures)
        return Frame.Section("figures", "Figures") {
            element("p", ["class": "note", "data-figures": "\(status.counted?.number ?? 0)"]) {
                "After run \(status.counted?.number ?? 0). " + Words.hiddenNote
            }
            parts.datasets
            if let probability = parts.probability {
                element("h3", ["class": "sub"]) { "What a threshold would take" }
                probability
            }
            element("h3", ["class": "sub"]) { "Match rates" }
            parts.matrix
            element("h3", ["class": "sub"]) { "Records of a person" }
            parts.sizes
        }
    }
}
