// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import LinkageServer
import TestSupport
import Testing

@Suite struct ServerConfigurationTests {
    private static func load(_ text: String) throws -> ServerConfiguration {
        let folder = try TemporaryFolder()
        return try ServerConfiguration.load(path: folder.write(Array(text.utf8), as: "server.json"))
    }

    @Test func everyKeyIsOptional() throws {
        let configuration = try Self.load("{}")
        #expect(configuration == ServerConfiguration())
        #expect(!configuration.isBeyondLoopback && configuration.smallestCount == 11 && configuration.anonlink == .off)
    }

    @Test func whatIsWrittenIsTaken() throws {
        let configuration = try Self.load(
            """
            {"host": "0.0.0.0", "port": 1, "threads": 3, "smallestCount": 5, "anonlink": "open",
             "tls": {"certificate": "c", "key": "k", "leastVersion": "1.2", "clientAuthority": "a",
                     "clients": {"\(String(repeating: "0f", count: 32))": "hospital"}},
             "limits": {"headSeconds": 7, "uploadBytes": 9}}
            """
        )
        #expect(configuration.isBeyondLoopback)
        #expect(configuration.port == 1 && configuration.threads == 3 && configuration.smallestCount == 5)
        #expect(configuration.anonlink == .open && configuration.encryption?.leastVersion == 12)
        #expect(configuration.encryption?.clients[String(repeating: "0f", count: 32)] == "hospital")
        #expect(configuration.limits.headSeconds == 7 && configuration.limits.uploadBytes == 9)
        #expect(configuration.limits.writeSeconds == Limits().writeSeconds)
    }

    @Test(
        "what is misspelt, out of range or dangerous is refused",
        arguments: [
            (#"{"hots": "x"}"#, "server.configuration"), (#"{"port": 65536}"#, "server.configuration"),
            (#"{"port": "1"}"#, "server.configuration"), (#"[]"#, "server.configuration"),
            (#"{"anonlink": "yes"}"#, "server.configuration"),
            (#"{"limits": {"failures": 0}}"#, "server.configuration"),
            (#"{"limits": {"failure": 3}}"#, "server.configuration"),
            (#"{"tls": {"key": "k"}}"#, "server.configuration"),
            (#"{"tls": {"certificate": "c", "key": "k", "leastVersion": "1.1"}}"#, "server.configuration"),
            (
                #"{"tls": {"certificate": "c", "key": "k", "clients": {}}, "host": "x", "port": -1}"#,
                "server.configuration"
            ),
            (
                #"{"tls": {"certificate": "c", "key": "k", "clientAuthority": "a", "clients": {"ab": "x"}}}"#,
                "server.configuration"
            ),
            (#"{"host": "0.0.0.0"}"#, "server.unencrypted"), (#"{"host": "192.168.1.2"}"#, "server.unencrypted"),
            (#"{"host": "::"}"#, "server.unencrypted"), (#"{"host": "127.0.0.1.evil.example"}"#, "server.unencrypted"),
        ]
    )
    func mistakesAreRefused(text: String, code: String) throws {
        let error = #expect(throws: ServerError.self) { _ = try Self.load(text) }
        #expect(error?.code == code)
    }
}
