// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import NIOCore
internal import NIOSSL
internal import Sealing

/// What goes with a request on its way: the connection that it came by, and who sent it.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Set once the credential was checked.
    var principal: Principal?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The client's address, without its port.
    var address: String? { channel.remoteAddress?.ipAddress }

    /// SHA-256 of the certificate that the client proved to hold, 64 digits; nil if it showed none.
    func clientCertificate() async -> String? {
        let certificate = try? await channel.nioSSL_peerCertificate().get()
        guard let bytes = try? certificate?.toDERBytes() else { return nil }
        return Hex.encode(SHA256.digest(of: bytes))
    }
}
