// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird

/// Decides who may do what: every route asks here, and what is not allowed looks like what is not there.
struct Access: Sendable {
    let credentials: Credentials
    let projects: Projects
    /// By SHA-256 of a client's certificate the agency that it stands for.
    let clients: [String: String]

    /// Who sent a request.
    ///
    /// - Throws: `request.authentication` if it carries no credential that is valid now.
    func principal(_ request: Request) async throws(ServerError) -> Principal {
        guard let header = request.headers[.authorization], header.utf8.count <= 256 else { throw .authentication }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let principal = try await credentials.principal(of: parts[1])
        else { throw .authentication }
        return principal
    }

    /// Who sent a request that is about no project.
    ///
    /// - Throws: `request.authentication`, also where the certificate that an agency must come with is missing or another's.
    func principal(_ request: Request, _ context: ServerContext) async throws(ServerError) -> Principal {
        let principal = try await principal(request)
        guard await isCertified(principal, context) else { throw .authentication }
        return principal
    }

    /// The operator.
    func `operator`(_ request: Request) async throws(ServerError) -> Principal {
        let principal = try await principal(request)
        guard principal.role == .operator else { throw .notFound }
        return principal
    }

    /// Who sent a request about a project, if the credential is for it and of one of these roles; the operator's is for all.
    ///
    /// An agency whose certificate is known must come with it.
    func project(
        _ request: Request,
        _ context: ServerContext,
        roles: Set<Role>
    ) async throws(ServerError) -> (principal: Principal, project: ProjectRecord) {
        let principal = try await principal(request)
        return (principal, try await project(principal, context, roles: roles))
    }

    /// The project that a request is about, if its sender may do there what is for these roles.
    func project(
        _ principal: Principal,
        _ context: ServerContext,
        roles: Set<Role>
    ) async throws(ServerError) -> ProjectRecord {
        guard roles.contains(principal.role), let name = context.parameters.get("project"),
            let project = try await projects.find(name)
        else { throw .notFound }
        guard principal.role == .operator || principal.project == project.number else { throw .notFound }
        guard await isCertified(principal, context) else { throw .notFound }
        return project
    }

    /// Whether an agency whose certificate is known came with it, and no agency with another's.
    private func isCertified(_ principal: Principal, _ context: ServerContext) async -> Bool {
        guard principal.role == .agency, !clients.isEmpty, let party = principal.party else { return true }
        let isExpected = clients.values.contains(party)
        guard let shown = await context.clientCertificate() else { return !isExpected }
        return clients[shown] == party || !isExpected && clients[shown] == nil
    }
}
