// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Reports
internal import Sealing

/// A file that pages refer to; its address changes with its content, so browsers may keep it for good.
struct Asset: Sendable {
    let name: String
    let type: String
    let content: String
    private let version: String

    private init(_ name: String, _ type: String, _ content: String) {
        (self.name, self.type, self.content) = (name, type, content)
        version = String(Hex.encode(SHA256.digest(of: Array(content.utf8))).prefix(12))
    }

    static let style = Asset("style.css", "text/css; charset=utf-8", "\(pageStyle)\n\(dashboardStyle)\n")
    static let slider = Asset("slider.js", "text/javascript; charset=utf-8", "\(pageScript)\n")
    static let live = Asset("live.js", "text/javascript; charset=utf-8", "\(liveScript)\n")
    static let icon = Asset("icon.svg", "image/svg+xml", "\(iconDrawing)\n")
    static let all = [style, slider, live, icon]

    var path: String { "/assets/\(name)?v=\(version)" }

    var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: type, .cacheControl: "public, max-age=31536000, immutable"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: content))
        )
    }

    private static let iconDrawing: StaticString = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4f91"/>\
        <g fill="#fff"><rect x="7" y="7" width="8" height="8" rx="1.5"/><rect x="17" y="17" width="8" height="8" rx="1.5"/>\
        <rect x="17" y="7" width="8" height="8" rx="1.5" opacity=".45"/><rect x="7" y="17" width="8" height="8" rx="1.5" opacity=".45"/></g></svg>
        """
}
