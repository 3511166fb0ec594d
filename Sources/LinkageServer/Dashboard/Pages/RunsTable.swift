// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports
internal import Terminal

/// The runs of a project: the one that is being done, and those before.
struct RunsTable {
    let status: ProjectStatus
    let viewer: Viewer

    private var isOperator: Bool { viewer.principal.role == .operator }

    var markup: Markup {
        MarkupBuilder.buildBlock(
            status.current.map(live) ?? Markup(),
            status.runs.isEmpty ? element("p", ["class": "note"]) { "There was no run yet." } : table,
            isOperator && status.current == nil
                ? element("p", ["class": "actions"]) {
                    element("a", ["class": "button", "href": "/projects/\(status.project.name)/plan"]) {
                        "Plan the next run"
                    }
                } : Markup()
        )
    }

    private func live(_ run: RunRecord) -> Markup {
        let progress = status.progress.map(RunProgress.init)
        func entry(_ name: String, _ key: String, _ value: String?) -> Markup {
            element("div") {
                element("dt") { name }
                element("dd", ["data-live": key]) { value ?? "–" }
            }
        }
        return element("div", ["class": "live"]) {
            element("h3") { "Run \(run.number), \(Self.words(run))" }
            element(
                "progress",
                [
                    "data-run": "\(run.number)", "max": "1", "value": "\(progress?.share ?? 0)",
                    "aria-label": "Comparisons done",
                ]
            )
            element("dl") {
                entry("Step", "step", progress?.step ?? run.state.rawValue)
                entry("Done", "comparisons", progress?.comparisons)
                entry("Speed", "rate", progress?.rate)
                entry("Left, this step", "left", progress?.left)
            }
            if isOperator {
                element("div", ["class": "actions"]) {
                    Forms.button(
                        "/projects/\(status.project.name)/runs/\(run.number)/cancel",
                        viewer,
                        "Cancel the run",
                        style: "quiet"
                    )
                }
            }
        }
    }

    private var table: Markup {
        element("div", ["class": "left"]) {
            Parts.table(
                caption:
                    "Runs, newest first. Precision and recall are what the match weights expect; there is no truth to measure by.",
                columns: ["Run", "State", "What", "Time", "Expected precision", "Expected recall"],
                rows: status.runs.map(row)
            )
        }
    }

    private func row(_ run: RunRecord) -> [Markup] {
        let parts = run.summary?.array ?? []
        func shares(_ key: String) -> Markup {
            let texts = parts.compactMap { part in
                part[key]?.number.map { "\(part["dataset"]?.string ?? "") \(NumberText.percent($0))" }
            }
            return texts.isEmpty ? Markup(text: "–") : Self.lines(texts)
        }
        let state = MarkupBuilder.buildBlock(
            Words.state(of: run),
            run.fault?["message"]?.string.map { message in
                element("small") { "\(message) [\(run.fault?["code"]?.string ?? "")]" }
            } ?? Markup(),
            MarkupBuilder.buildArray(
                parts.compactMap { part in part["doubt"]?.string }.map { doubt in element("small") { doubt } }
            )
        )
        let names = parts.compactMap { $0["dataset"]?.string }
        let what = names.isEmpty ? Self.words(run) : "\(Self.words(run)): \(names.joined(separator: ", "))"
        return [
            Markup(text: "\(run.number)"), state, Markup(text: what), time(run), shares("expectedPrecision"),
            shares("expectedRecall"),
        ]
    }

    private func time(_ run: RunRecord) -> Markup {
        guard let started = run.started else { return Words.time(run.created) }
        return MarkupBuilder.buildBlock(
            Words.time(started),
            run.ended.map { ended in element("small") { "took \(Quantities.clock(seconds: Int(ended - started)))" } }
                ?? Markup()
        )
    }

    private static func lines(_ texts: [String]) -> Markup {
        MarkupBuilder.buildArray(texts.map { text in element("div") { text } })
    }

    private static func words(_ run: RunRecord) -> String {
        switch run.kind {
        case .link: "linking"
        case .withdraw: "withdrawing \(run.options["agency"]?.string ?? "")"
        }
    }
}
