// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import COpenSSL
internal import Faults
internal import Files

/// A certificate that nobody vouches for, to try a server with: on this machine, or among people who compare its digest.
package enum SelfSignedCertificate {
    /// How long it holds, in seconds: 397 days, as browsers allow at most.
    private static let lifetime = 397 * 86_400

    /// Makes a P-256 key and its certificate as new PEM files, the key with mode 0600.
    ///
    /// - Parameter names: host names and addresses that the server is reached by; the first is its common name.
    /// - Throws: `file.exists`, `file.write`, `server.certificate`.
    package static func make(names: [String], certificate: String, key: String) throws(ServerError) {
        guard let pair = unsafe newKey() else { throw failed }
        defer { unsafe EVP_PKEY_free(pair) }
        guard let made = unsafe newCertificate(names, pair) else { throw failed }
        defer { unsafe X509_free(made) }
        guard let keyText = unsafe pem({ unsafe PEM_write_bio_PrivateKey($0, pair, nil, nil, 0, nil, nil) }),
            let text = unsafe pem({ unsafe PEM_write_bio_X509($0, made) })
        else { throw failed }
        do {
            try write(keyText, to: key, mode: 0o600)
            try write(text, to: certificate, mode: 0o644)
        } catch {
            throw ServerError(error)
        }
    }

    private static func newKey() -> OpaquePointer? {
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var pair: OpaquePointer?
        let isMade =
            unsafe EVP_PKEY_keygen_init(context) == 1
            && EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1
            && EVP_PKEY_keygen(context, &pair) == 1
        return isMade ? unsafe pair : nil
    }

    private static func newCertificate(_ names: [String], _ pair: OpaquePointer) -> OpaquePointer? {
        guard let certificate = unsafe X509_new() else { return nil }
        let serial = BearerToken.random().id
        let subject = unsafe X509_get_subject_name(certificate)
        let alternatives = names.map {
            ($0.contains(":") || $0.allSatisfy { $0.isNumber || $0 == "." } ? "IP:" : "DNS:") + $0
        }
        let extensions = [
            (NID_subject_alt_name, alternatives.joined(separator: ",")), (NID_basic_constraints, "critical,CA:FALSE"),
            (NID_ext_key_usage, "serverAuth"),
        ]
        let isMade =
            unsafe X509_set_version(certificate, 2) == 1
            && ASN1_INTEGER_set_uint64(
                X509_get_serialNumber(certificate),
                UInt64(serial, radix: 16).map { $0 >> 1 } ?? 1
            ) == 1
            && X509_gmtime_adj(X509_getm_notBefore(certificate), -3_600) != nil
            && X509_gmtime_adj(X509_getm_notAfter(certificate), lifetime) != nil
            && X509_set_pubkey(certificate, pair) == 1
            && X509_NAME_add_entry_by_txt(subject, "CN", 0x1000, names.first ?? "localhost", -1, -1, 0) == 1
            && X509_set_issuer_name(certificate, subject) == 1
            && extensions.allSatisfy { unsafe add($0.0, $0.1, to: certificate) }
            && X509_sign(certificate, pair, EVP_sha256()) > 0
        guard isMade else {
            unsafe X509_free(certificate)
            return nil
        }
        return unsafe certificate
    }

    private static func add(_ kind: Int32, _ value: String, to certificate: OpaquePointer) -> Bool {
        guard let made = unsafe X509V3_EXT_conf_nid(nil, nil, kind, value) else { return false }
        defer { unsafe X509_EXTENSION_free(made) }
        return unsafe X509_add_ext(certificate, made, -1) == 1
    }

    private static func pem(_ write: (OpaquePointer) -> Int32) -> [UInt8]? {
        guard let memory = unsafe BIO_new(BIO_s_mem()) else { return nil }
        defer { unsafe BIO_free(memory) }
        guard unsafe write(memory) == 1 else { return nil }
        var text = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe BIO_read(memory, &text, Int32(text.count))
        return count > 0 ? Array(text[..<Int(count)]) : nil
    }

    private static func write(_ text: [UInt8], to path: String, mode: UInt32) throws(FileError) {
        let file = try OutputFile(path: path, mode: mode)
        try file.write(text)
        try file.commit()
    }

    private static let failed = ServerError(
        .certificate,
        "libcrypto could not make a certificate",
        remedy: "check that libssl3 is whole, or make a certificate with 'openssl req' yourself",
        exitCode: .inputOutput
    )
}
