// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import Sealing

/// Decides who may do what on the compatible routes: a token opens its own project and nothing else.
struct AnonlinkAccess: Sendable {
    let store: AnonlinkStore
    let credentials: Credentials
    let setting: AnonlinkSetting

    /// The token of a request, bare or behind `Bearer`.
    ///
    /// - Throws: 400 if there is none.
    func token(_ request: Request) throws(ServerError) -> String {
        guard let header = request.headers[.authorization] else { throw .anonlinkNoToken }
        let words = header.split(separator: " ")
        let isBearer = words.count == 2 && words[0].lowercased() == "bearer"
        return String(isBearer ? words[1] : header[...])
    }

    /// Lets pass who may make and list projects: the operator, or anybody if the server is open.
    func admitToProjects(_ request: Request) async throws(ServerError) {
        guard setting != .open else { return }
        let principal = try await credentials.principal(of: try token(request))
        guard principal?.role == .operator else { throw .anonlinkToken }
    }

    /// The project of a request that carries its result token.
    func project(_ request: Request, _ context: ServerContext) async throws(ServerError) -> AnonlinkProject {
        let (project, party) = try await resultReader(request, context)
        guard party == nil else { throw .anonlinkToken }
        return project
    }

    /// The project of a request that carries its result token, or, of one with permutations, a receipt token: then whose.
    func resultReader(
        _ request: Request,
        _ context: ServerContext
    ) async throws(ServerError) -> (project: AnonlinkProject, party: Int?) {
        let digest = Self.digest(of: try token(request))
        let (project, parties) = try await find(context)
        if Self.isEqual(project.resultDigest, digest) { return (project, nil) }
        guard project.resultType == .permutations,
            let party = parties.first(where: { Self.isEqual($0.receiptDigest, digest) })
        else { throw .anonlinkToken }
        return (project, party.number)
    }

    /// The party of a project whose update token a request carries.
    func sender(
        _ request: Request,
        _ context: ServerContext
    ) async throws(ServerError) -> (project: AnonlinkProject, party: AnonlinkParty) {
        let digest = Self.digest(of: try token(request))
        let (project, parties) = try await find(context)
        guard let party = parties.first(where: { Self.isEqual($0.updateDigest, digest) }) else {
            throw .anonlinkToken
        }
        return (project, party)
    }

    private func find(_ context: ServerContext) async throws(ServerError) -> (AnonlinkProject, [AnonlinkParty]) {
        guard let found = try await store.project(context.parameters.get("project") ?? "") else { throw .anonlinkToken }
        return found
    }

    /// What is kept of a token.
    static func digest(of token: String) -> String { Hex.encode(SHA256.digest(of: Array(token.utf8))) }

    private static func isEqual(_ stored: String?, _ digest: String) -> Bool {
        stored.map { ConstantTime.equal(Array($0.utf8), Array(digest.utf8)) } ?? false
    }
}
