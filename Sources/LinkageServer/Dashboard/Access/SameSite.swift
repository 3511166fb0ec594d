// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

/// Whether a request that changes something was sent by a page of this server.
enum SameSite {
    /// Every browser says where a form was sent from, in one header or both; what says nothing, or another place, is refused.
    ///
    /// - Throws: `request.origin`.
    static func check(_ request: Request) throws(ServerError) {
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        let origin = request.headers[.origin]
        guard site != nil || origin != nil else { throw .origin }
        if let site, site != "same-origin" { throw .origin }
        if let origin {
            guard let start = origin.firstRange(of: "://"), let authority = request.head.authority,
                origin[start.upperBound...].lowercased() == authority.lowercased()
            else { throw .origin }
        }
    }
}

extension ServerError {
    static let origin = ServerError(
        .origin,
        status: 403,
        "the form was not sent from a page of this server",
        remedy: "open the dashboard anew, and send its form"
    )
}
