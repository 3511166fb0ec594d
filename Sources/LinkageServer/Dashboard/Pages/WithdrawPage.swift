// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// Asks once more before a dataset is taken out.
struct WithdrawPage {
    let frame: Frame
    let viewer: Viewer
    let project: String
    let agency: String

    var html: String {
        frame.html([
            Frame.Section("withdraw", "This can't be undone", style: "danger-zone") {
                element("p") {
                    "The key of this dataset's encodings is destroyed, its records leave the spine, links that only they made are undone, and the agency can send no more files to this project. Results of the others are written anew."
                }
                Forms.form(
                    "/projects/\(project)/agencies/\(agency)/withdraw",
                    viewer,
                    "Withdraw the dataset",
                    style: "danger"
                ) {
                    Forms.field("Type the agency's name to confirm", "confirm-agency", hint: agency)
                }
            }
        ])
    }
}
