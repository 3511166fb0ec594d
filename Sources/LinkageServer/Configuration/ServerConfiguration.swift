// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import JSONText

/// How a server runs: what its one configuration file says.
package struct ServerConfiguration: Sendable, Equatable {
    /// Certificate, key, and who else may prove itself by a certificate.
    package struct Encryption: Sendable, Equatable {
        /// Paths of PEM files, within the server's folder unless they begin with `/`.
        package var certificate: String
        package var key: String
        /// The least version of TLS: 12 or 13.
        package var leastVersion = 13
        /// The PEM file of the authority whose client certificates are asked for; nil to ask for none.
        package var clientAuthority: String?
        /// By SHA-256 of a client's certificate (64 hexadecimal digits) the agency that it stands for.
        package var clients: [String: String] = [:]
    }

    package var host = "127.0.0.1"
    /// 0 takes a free one.
    package var port = 8443
    package var encryption: Encryption?
    package var limits = Limits()
    /// Threads of a linkage; nil for all processors.
    package var threads: Int?
    /// Counts below this are not shown.
    package var smallestCount = 11
    package var anonlink = AnonlinkSetting.off

    package init() {}

    /// Whether other machines can reach the server.
    package var isBeyondLoopback: Bool { !["127.0.0.1", "::1", "localhost"].contains(host) }

    /// Reads a configuration file; every key is optional, an unknown one is an error.
    ///
    /// - Throws: `file.open`, `json.…`, `server.configuration`; `server.unencrypted` if others could reach a server without TLS.
    package static func load(path: String) throws(ServerError) -> ServerConfiguration {
        let value: JSONValue
        do {
            value = try JSONParser.parse(try InputFile(path: path).readAll(limit: 1 << 20), file: path)
        } catch let fault as any Fault {
            throw ServerError(fault)
        } catch {
            throw ServerError.configuration("the configuration can't be read")
        }
        let configuration = try ServerConfiguration(value)
        guard configuration.encryption != nil || !configuration.isBeyondLoopback else {
            throw ServerError(
                .unencrypted,
                "without TLS the server listens on this machine alone",
                remedy: "give 'tls' a certificate and a key, or set 'host' to 127.0.0.1",
                exitCode: .usage
            )
        }
        return configuration
    }

    init(_ value: JSONValue) throws(ServerError) {
        self.init()
        var fields = try ObjectFields(value, "the configuration", fault: ServerError.configuration)
        host = try fields.text("host") ?? host
        port = try fields.integer("port", in: 0...65_535) ?? port
        threads = try fields.integer("threads", in: 1...1_024)
        smallestCount = try fields.integer("smallestCount", in: 1...1_000) ?? smallestCount
        if let tls = fields.take("tls") { encryption = try Encryption(tls) }
        if let value = fields.take("limits") { limits = try Limits(value) }
        if let text = try fields.text("anonlink") {
            guard let setting = AnonlinkSetting(rawValue: text) else {
                throw ServerError.configuration("'anonlink' is 'off', 'on' or 'open'")
            }
            anonlink = setting
        }
        try fields.end()
    }
}

/// Whether the routes of anonlink's entity service are served.
package enum AnonlinkSetting: String, Sendable {
    case off
    /// The operator makes projects.
    case on
    /// Anybody may make projects and list them, as with anonlink's own service.
    case open
}

extension ServerConfiguration.Encryption {
    fileprivate init(_ value: JSONValue) throws(ServerError) {
        var fields = try ObjectFields(value, "'tls'", fault: ServerError.configuration)
        guard let certificate = try fields.text("certificate"), let key = try fields.text("key") else {
            throw ServerError.configuration("'tls' needs a 'certificate' and a 'key'")
        }
        self.init(certificate: certificate, key: key)
        switch try fields.text("leastVersion") {
        case nil, "1.3": leastVersion = 13
        case "1.2": leastVersion = 12
        default: throw ServerError.configuration("'leastVersion' is \"1.2\" or \"1.3\"")
        }
        clientAuthority = try fields.text("clientAuthority")
        if let value = fields.take("clients") {
            for member in value.members ?? [] {
                let isDigest = member.key.utf8.count == 64 && member.key.utf8.allSatisfy { Self.digits.contains($0) }
                guard isDigest, let agency = member.value.string else {
                    throw ServerError.configuration(
                        "'clients' says by the SHA-256 of a certificate, 64 digits 0-9 a-f, which agency it stands for"
                    )
                }
                clients[member.key] = agency
            }
        }
        guard clients.isEmpty || clientAuthority != nil else {
            throw ServerError.configuration("'clients' needs a 'clientAuthority'")
        }
        try fields.end()
    }

    private static let digits = Set("0123456789abcdef".utf8)
}
