// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// Where a credential's token is shown for a session.
struct LoginPage {
    let unit: String
    let formToken: String
    /// Why the last attempt failed.
    let problem: String?

    var html: String {
        Frame(title: "Log in", unit: unit, style: "login").html([
            Frame.Section("log-in", unit) {
                if let problem { element("p", ["class": "problem", "role": "alert"]) { problem } }
                element("form", ["class": "fields", "method": "post", "action": "/login"]) {
                    Forms.token(formToken)
                    element("div") {
                        element("label", ["for": "token"]) { "Token" }
                        element("p", ["class": "hint", "id": "token-hint"]) {
                            "It begins with tsr_ and came from the linkage unit."
                        }
                        element(
                            "input",
                            [
                                "type": "password", "id": "token", "name": "token", "required": "", "autofocus": "",
                                "autocomplete": "current-password", "aria-describedby": "token-hint",
                            ]
                        )
                    }
                    element("button") { "Log in" }
                }
            }
        ])
    }
}
