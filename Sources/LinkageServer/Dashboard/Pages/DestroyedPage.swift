// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Reports

/// What is left of a project: the receipt of its destruction.
struct DestroyedPage {
    let frame: Frame
    let receipt: JSONValue

    var html: String {
        frame.html([
            Frame.Section("receipt", "Receipt") {
                element("p") {
                    "The keys of all encodings were destroyed first, then all files. This receipt is signed by the linkage unit and stands in its audit; keep it."
                }
                element("code", ["class": "token", "tabindex": "0"]) { receipt.compactText() }
                element("p") { element("a", ["href": "/"]) { "Back to the start" } }
            }
        ])
    }
}
