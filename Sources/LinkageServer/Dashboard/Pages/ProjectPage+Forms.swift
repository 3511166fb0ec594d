// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports
internal import Terminal

extension ProjectPage {
    var access: Frame.Section {
        Frame.Section("access", "Access", style: "forms") {
            if !credentials.isEmpty {
                element("div", ["class": "left"]) {
                    Parts.table(
                        caption: "Credentials of this project. Tokens are shown once, when they are made.",
                        columns: ["Credential", "Role", "Of", "Until", ""],
                        rows: credentials.map(row)
                    )
                }
            }
            if status.agencies.isEmpty {
                element("h3") { "Admit an agency" }
                admission
            } else {
                Self.folded("Admit an agency", admission)
            }
            Self.folded("Make another credential", credentialForm)
        }
    }

    private static func folded(_ title: String, _ content: Markup) -> Markup {
        element("details") {
            element("summary") { title }
            content
        }
    }

    private var admission: Markup {
        Forms.form("\(path)/agencies", viewer, "Admit the agency") {
            Forms.field("Name", "agency", hint: "As on its card.")
            Forms.choice(
                "Role of its dataset",
                "dataset-role",
                [
                    ("contributor", "Contributor: linked to the spine"),
                    ("spine", "Spine: covers nearly everybody"), ("dedupe-only", "Dedupe only: compared with itself"),
                ]
            )
            Forms.area("Card", "card", hint: "The text of its .card file; check it with the agency by telephone.")
            Forms.box("A person has one record at most in it", "deduplicated")
        }
    }

    private var credentialForm: Markup {
        Forms.form("\(path)/credentials", viewer, "Make the credential") {
            Forms.choice(
                "Role",
                "credential-role",
                [
                    ("steward", "Data steward: figures, audit, withdrawal, destruction"),
                    ("researcher", "Researcher: the crosswalk of one study"),
                    ("agency", "Agency: another token for one that takes part"),
                ]
            )
            Forms.field("Agency or study", "party", hint: "Of an agency or a researcher.", isRequired: false)
            Forms.field("Days", "days", type: "number", hint: "Until it runs out, 1 to 3650.", value: "365")
        }
    }

    private func row(_ entry: Credentials.Entry) -> [Markup] {
        let isOver = entry.revoked != nil || entry.expires <= UTCTime.seconds()
        return [
            element("code") { entry.id }, Markup(text: entry.role.rawValue), Markup(text: entry.party ?? "–"),
            entry.revoked.map { revoked in
                MarkupBuilder.buildBlock(Markup(text: "revoked "), Words.time(revoked))
            } ?? Words.time(entry.expires),
            isOver
                ? Markup()
                : Forms.button(
                    "\(path)/credentials/\(entry.id)/revoke",
                    viewer,
                    "Revoke",
                    label: "Revoke \(entry.id)",
                    style: "quiet"
                ),
        ]
    }

    var audit: Frame.Section {
        let (newest, older) = (
            Array(entries.suffix(Self.auditEntriesUnfolded)), entries.dropLast(Self.auditEntriesUnfolded)
        )
        return Frame.Section("audit", "Audit", isLive: true) {
            auditTable(newest, caption: "The newest entries of this project; each is chained to the one before.")
            if !older.isEmpty { Self.folded("Older entries", auditTable(Array(older), caption: "Older entries.")) }
        }
    }

    private func auditTable(_ entries: [JSONValue], caption: String) -> Markup {
        element("div", ["class": "left"]) {
            Parts.table(
                caption: caption,
                columns: ["Entry", "Time", "Who", "What"],
                rows: entries.reversed().map { entry in
                    let time = entry["time"]?.string ?? ""
                    return [
                        Markup(text: "\(entry.count("number"))"),
                        element("time", ["datetime": time]) {
                            "\(time.prefix(10)) \(time.dropFirst(11).prefix(5)) UTC"
                        },
                        Markup(text: entry["actor"]?.string ?? ""), Markup(text: entry["action"]?.string ?? ""),
                    ]
                }
            )
        }
    }

    var destruction: Frame.Section {
        Frame.Section("destroy", "Destroy the project", style: "danger-zone") {
            element("p") {
                "The keys of all encodings are destroyed, then all files, results and credentials of this project. What is left is a signed receipt and the audit."
            }
            Self.folded(
                "Destroy \(status.project.name)",
                Forms.form("\(path)/destroy", viewer, "Destroy the project", style: "danger") {
                    Forms.field("Type the project's name to confirm", "confirm-name", hint: status.project.name)
                }
            )
        }
    }
}
