// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
internal import Logging
internal import NIOCore
internal import NIOSSL

/// The linkage unit's server, put together: routes, limits, encryption.
package struct LinkageServer: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Serves until the process is told to stop.
    ///
    /// - Parameter onRunning: told the address and port once connections are taken.
    /// - Throws: `server.certificate`; what the network throws.
    package func run(onRunning: @escaping @Sendable (String, Int) -> Void) async throws {
        let (configuration, limits) = (services.configuration, services.configuration.limits)
        let addresses = services.addresses
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionGuard(limits: limits, addresses: addresses)],
            // The guard gives less time where nothing has come yet.
            idleTimeout: .seconds(Int64(max(limits.headSeconds, limits.slowSeconds))),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16_384,
                maxHeaderListSize: 32_768,
                maxHeaderFieldCount: 100
            )
        )
        var server = HTTPServerBuilder.http1(configuration: channel)
        if let encryption = configuration.encryption {
            let tls = try Encryption.configuration(encryption, services.folder)
            server = try .tls(server, tlsConfiguration: tls)
        }
        var application = Application(
            responder: router().buildResponder(),
            server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: "tessera",
                backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)
            ),
            onServerRunning: { channel in
                onRunning(channel.localAddress?.ipAddress ?? "", channel.localAddress?.port ?? 0)
            },
            logger: Logger(label: "server", factory: { JSONLogHandler(label: $0) })
        )
        application.logger.logLevel = .info
        try await services.uploads.sweep()
        try await services.runs.resume()
        try await services.anonlink?.resume()
        try await application.runService()
    }

    private func router() -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        router.add(middleware: FaultMiddleware(metrics: services.metrics, problem: Anonlink.problem))
        NativeRoutes(services: services).add(to: router)
        if let anonlink = services.anonlink { AnonlinkRoutes(anonlink: anonlink).add(to: router) }
        DashboardRoutes(services: services).add(to: router)
        return router
    }
}
