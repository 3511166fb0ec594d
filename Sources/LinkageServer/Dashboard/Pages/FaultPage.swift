// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// What went wrong, and what to do about it.
struct FaultPage {
    let fault: ServerError
    let frame: Frame

    var html: String {
        frame.html([
            Frame.Section("fault", "Nothing was changed") {
                element("p") { Self.sentence(fault.message) }
                if let remedy = fault.remedy { element("p") { Self.sentence(remedy) } }
                element("p", ["class": "note"]) {
                    "Rule: "
                    element("code") { fault.code }
                }
                element("p") { element("a", ["href": "/"]) { "Back to the start" } }
            }
        ])
    }

    /// A fault's message as a sentence.
    static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }
}
