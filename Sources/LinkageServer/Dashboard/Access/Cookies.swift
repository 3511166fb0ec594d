// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

/// The dashboard's two cookies: neither is read by a script, sent to another site, or sent by a link from one.
struct Cookies: Sendable {
    /// Whether the server speaks TLS; browsers then send the cookies over it alone and take them from no other host.
    let isEncrypted: Bool

    /// Names whose start makes browsers check what is said above.
    var session: String { isEncrypted ? "__Host-session" : "session" }
    /// Ties the log-in form to the browser that it was shown in.
    var form: String { isEncrypted ? "__Host-form" : "form" }

    /// The value that sets a cookie; an empty text takes it away.
    func header(_ name: String, _ value: String, seconds: Int) -> String {
        "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict" + (isEncrypted ? "; Secure" : "")
    }

    /// What a request brought of a cookie, if it looks like ours: 48 hexadecimal digits.
    func value(_ name: String, of request: Request) -> String? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0] == name, BearerToken.isHexadecimal(parts[1], 48) {
                    return String(parts[1])
                }
            }
        }
        return nil
    }
}
