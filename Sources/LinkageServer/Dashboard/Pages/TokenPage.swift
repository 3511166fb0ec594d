// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// A new credential's token, which is shown this once.
struct TokenPage {
    let frame: Frame
    let token: String
    let project: String

    var html: String {
        frame.html([
            Frame.Section("token", "Its token, shown this once") {
                element("p") {
                    "Give it to its holder by a safe way, such as an encrypted message. The server keeps only a digest of it; if it is lost, make another."
                }
                element("code", ["class": "token", "tabindex": "0"]) { token }
                element("p") {
                    element("a", ["class": "button", "href": "/projects/\(project)"]) { "It is noted, go on" }
                }
            }
        ])
    }
}
