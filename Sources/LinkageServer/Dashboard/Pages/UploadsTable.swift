// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports
internal import Spine
internal import Terminal

/// What is expected from whom, and what has come of it.
struct UploadsTable {
    let status: ProjectStatus
    /// Whether the rows lead to withdrawals.
    let canWithdraw: Bool

    var markup: Markup {
        MarkupBuilder.buildBlock(
            status.agencies.isEmpty
                ? element("p", ["class": "note"]) { "No agency takes part yet." }
                : element("div", ["class": "left"]) {
                    Parts.table(
                        caption: "One row an agency: what it is expected to send, and its newest file.",
                        columns: ["Agency", "Role", "File", "Records", "Since"] + (canWithdraw ? [""] : []),
                        rows: status.agencies.map(row)
                    )
                },
            agreement
        )
    }

    private func row(_ agency: AgencyRecord) -> [Markup] {
        let upload = status.upload(of: agency.name)
        let action =
            agency.isWithdrawn
            ? Markup()
            : element(
                "a",
                [
                    "class": "button quiet",
                    "href": "/projects/\(status.project.name)/agencies/\(agency.name)/withdraw",
                    "aria-label": "Withdraw \(agency.name)",
                ]
            ) { "Withdraw" }
        return [
            Markup(text: agency.name), Markup(text: Self.words(agency.role)), Self.state(agency, upload),
            upload.flatMap(status.rows).map(Words.count) ?? Markup(text: "–"),
            upload.map { Words.time($0.accepted ?? $0.created) } ?? Markup(text: "–"),
        ] + (canWithdraw ? [action] : [])
    }

    static func state(_ agency: AgencyRecord, _ upload: UploadRecord?) -> Markup {
        if agency.isWithdrawn { return Words.state("withdrawn", "") }
        guard let upload else { return Words.state("expected", "wait") }
        return MarkupBuilder.buildBlock(
            Words.state(of: upload),
            upload.fault.map { fault in element("small") { fault } } ?? Markup()
        )
    }

    static func words(_ role: DatasetRole) -> String {
        switch role {
        case .spine: "spine"
        case .contributor: "contributor"
        case .dedupeOnly: "dedupe only"
        }
    }

    private var agreement: Markup {
        element("p", ["class": "note"]) {
            if let agreement = status.agreement {
                "All verified files were made with the same schema "
                element("code") { agreement.schema }
                " and the same project key, whose check is "
                element("code") { agreement.key }
                "; a file that was not is refused."
            } else {
                "The first verified file settles schema and project key; one that was made with others is refused."
            }
        }
    }
}
