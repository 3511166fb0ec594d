// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// What a researcher sees: whether there is a crosswalk, and where.
struct ResearcherPage {
    let frame: Frame
    let status: ProjectStatus
    let study: String

    var html: String {
        frame.html([
            Frame.Section("crosswalk", "Crosswalk of the study \(study)", isLive: true) {
                if let run = status.runs.first(where: { $0.state == .completed }), let ended = run.ended {
                    element("p") {
                        "As of the run of "
                        Words.time(ended)
                        ". One row a person: the id in this study, and in which datasets the person has records."
                    }
                    element("p") {
                        element(
                            "a",
                            ["class": "button", "href": "/projects/\(status.project.name)/crosswalk", "download": ""]
                        ) {
                            "Download the crosswalk"
                        }
                    }
                } else {
                    element("p") { "The linkage unit has not run the linkage yet. This page tells when it has." }
                }
            }
        ])
    }
}
