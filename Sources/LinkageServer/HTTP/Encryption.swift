// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import NIOSSL
internal import Terminal

/// TLS as the server speaks it.
package enum Encryption {
    /// Suites of TLS 1.2 with forward secrecy and authenticated encryption; those of 1.3 are all of this kind.
    private static let suites = [
        "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ].joined(separator: ":")

    /// Days before the end of a certificate from which on the operator is told.
    private static let noticeDays = 30

    /// Days until the server's certificate ends, if these are few; nil if there is time, or no encryption.
    package static func daysLeft(_ configuration: ServerConfiguration, _ folder: ServerFolder) -> Int? {
        guard let encryption = configuration.encryption,
            let leaf = try? NIOSSLCertificate.fromPEMFile(folder.resolve(encryption.certificate)).first
        else { return nil }
        let days = (Int64(leaf.notValidAfter) - UTCTime.seconds()) / 86_400
        return days <= noticeDays ? Int(days) : nil
    }

    /// - Throws: `server.certificate` if a file can't be read as what it should be.
    static func configuration(
        _ encryption: ServerConfiguration.Encryption,
        _ folder: ServerFolder
    ) throws(ServerError) -> TLSConfiguration {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(folder.resolve(encryption.certificate))
            let key = try NIOSSLPrivateKey(file: folder.resolve(encryption.key), format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
            configuration.minimumTLSVersion = encryption.leastVersion == 12 ? .tlsv12 : .tlsv13
            configuration.cipherSuites = suites
            if let authority = encryption.clientAuthority {
                configuration.trustRoots = .file(folder.resolve(authority))
                // Whom a certificate stands for is decided by its digest, not by a name in it.
                configuration.certificateVerification = .optionalVerification
            }
            return configuration
        } catch {
            throw ServerError(
                .certificate,
                "the certificate or its key can't be used",
                remedy:
                    "'certificate' and 'key' name PEM files that belong together; 'openssl x509 -in FILE -text' shows one",
                exitCode: .unreadableInput
            )
        }
    }
}
