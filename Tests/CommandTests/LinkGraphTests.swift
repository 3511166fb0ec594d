// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What the built programs contain: the module boundaries, proved on the binaries.
@Suite struct LinkGraphTests {
    /// Whether a program holds symbols of a module (Swift mangles a module as its length and name).
    private func program(_ name: String, holds module: String) throws -> Bool {
        let bytes = try Data(contentsOf: ShellSession.programs.appendingPathComponent(name))
        return bytes.range(of: Data("$s\(module.utf8.count)\(module)".utf8)) != nil
    }

    private func program(_ name: String, mentions text: String) throws -> Bool {
        let bytes = try Data(contentsOf: ShellSession.programs.appendingPathComponent(name))
        return bytes.range(of: Data("\0\(text)".utf8)) != nil
    }

    @Test(arguments: ["Encoding", "EncodingKeys", "Schemas", "Tables"])
    func linkerHoldsNothingOfTheAgency(_ module: String) throws {
        #expect(try !program("tessera-linker", holds: module))
        // The same search finds the module where it belongs, so an empty answer means something.
        #expect(try program("tessera-agency", holds: module))
    }

    @Test(arguments: ["Linkage"])
    func agencyHoldsNothingOfTheLinker(_ module: String) throws {
        #expect(try !program("tessera-agency", holds: module))
        #expect(try program("tessera-linker", holds: module))
    }

    @Test(arguments: ["libFoundation.so", "libFoundationNetworking.so", "libFoundationXML.so", "libcurl"])
    func agencyLinksNoFullFoundationAndNoNetworking(_ library: String) throws {
        #expect(try !program("tessera-agency", mentions: library))
        #expect(try program("tessera-agency", mentions: "libsodium.so"))
    }

    @Test(arguments: ["socket", "connect", "getaddrinfo", "bind", "listen", "sendto"])
    func agencyImportsNoSocketCall(_ symbol: String) throws {
        #expect(try !program("tessera-agency", mentions: symbol + "\0"))
        #expect(try program("tessera-agency", mentions: "write\0"))
    }

    @Test(arguments: ["Encoding", "EncodingKeys", "Schemas", "Tables"])
    func serverAndSenderHoldNothingOfTheAgency(_ module: String) throws {
        for name in ["tessera-server", "tessera-send"] { #expect(try !program(name, holds: module)) }
        #expect(try program("tessera-server", holds: "Spine") && program("tessera-send", holds: "Sealing"))
        #expect(try !program("tessera-send", holds: "Linkage"))
    }

    @Test(arguments: ["tessera-agency", "tessera-linker"])
    func whoSeesFiltersLinksNoNetwork(_ name: String) throws {
        for module in ["NIOCore", "AsyncHTTPClient", "Hummingbird"] { #expect(try !program(name, holds: module)) }
        #expect(try program("tessera-server", holds: "NIOCore"))
    }
}
