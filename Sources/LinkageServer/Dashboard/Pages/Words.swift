// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports
internal import Terminal

/// How pages write times, counts and states.
enum Words {
    /// A moment to the minute.
    static func time(_ moment: Int64) -> Markup {
        let text = UTCTime.text(moment)
        return element("time", ["datetime": text]) { "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC" }
    }

    /// A count; of a hidden one a sign that says so.
    static func count(_ figure: Figure) -> Markup {
        switch figure {
        case .count(let value): Markup(text: NumberText.count(value))
        case .hidden:
            element("span", ["class": "hidden-count", "title": "not shown"]) {
                element("span", ["aria-hidden": "true"]) { "∗" }
                element("span", ["class": "unseen"]) { "not shown" }
            }
        }
    }

    /// The text of a count where no markup can stand.
    static func text(_ figure: Figure) -> String { figure.value.map { NumberText.count($0) } ?? "∗" }

    /// A state as a coloured mark beside its word.
    static func state(_ word: String, _ style: String) -> Markup {
        element("span", ["class": "state \(style)"]) { word }
    }

    static func state(of run: RunRecord) -> Markup {
        let style =
            switch run.state {
            case .queued: "wait"
            case .running: "busy"
            case .completed: "good"
            case .failed: "bad"
            case .cancelled: ""
            }
        return state(run.state.rawValue, style)
    }

    static func state(of upload: UploadRecord) -> Markup {
        switch upload.state {
        case .open: state("arriving", "busy")
        case .accepted: state("verified, waiting for a run", "good")
        case .linked: state("verified and linked", "good")
        case .refused: state("refused", "bad")
        }
    }

    /// What the countdown of a project says.
    static func retention(_ project: ProjectRecord) -> (value: String, remark: String) {
        guard let day = project.keepUntil, let days = CalendarDay.remaining(until: day) else {
            return ("no end", "no last day was set")
        }
        if days < 0 { return ("overdue", "was to be destroyed by \(day)") }
        return ("\(NumberText.count(days)) days", "kept until \(day)")
    }

    static let hiddenNote =
        "∗ stands for a number that is not shown: a small one, or one from which a small one could be computed. A count of none is shown as 0."
}
