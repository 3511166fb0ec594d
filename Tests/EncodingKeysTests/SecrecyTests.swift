// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import CSodium
import EncodingKeys
import Files
import Glibc
import TestSupport
import Testing

/// Where key bytes must not be seen.
struct SecrecyTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func noDescriptionOrReflectionSaysAnything() throws {
        let key = try ProjectKey.generate(project: "p")
        let keys = try SchemaKeys(projectKey: key, fingerprint: .init(repeating: 1, count: 32))
        let values: [(any Withheld, String)] = [
            (key, "ProjectKey"), (keys, "SchemaKeys"), (try keys.hasher(group: "g"), "TokenHasher"),
            (try Fixture.guarded([1, 2, 3]), "GuardedBytes"), (try HMAC(key: try Fixture.guarded([1, 2, 3])), "HMAC"),
        ]
        for (value, name) in values {
            #expect("\(value)" == "\(name) (withheld)")
            #expect(String(reflecting: value) == "\(name) (withheld)")
            #expect(Mirror(reflecting: value).children.isEmpty)
            var dumped = ""
            dump(value, to: &dumped)
            #expect(dumped == "- \(name) (withheld)\n" || dumped == "- \(name) (withheld) #0\n")
        }
    }

    /// The system itself can't read the bytes while nobody uses them, and can't write them while somebody does.
    @Test func guardedMemoryIsClosed() throws {
        let secret = try Fixture.guarded([1, 2, 3, 4])
        let address = try unsafe secret.withBytes { bytes in
            let address = UInt(bitPattern: bytes.baseAddress)
            #expect(Self.isReadable(address))
            #expect(Self.isWritable(address) == false)
            return address
        }
        #expect(address != 0)
        #expect(Self.isReadable(address) == false)
        #expect(try Fixture.content(secret) == [1, 2, 3, 4])
    }

    @Test func manyThreadsReadOneSecret() async throws {
        let secret = try Fixture.guarded(Array(0..<32))
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<200).allSatisfy { _ in (try? Fixture.content(secret)) == Array(0..<32) }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test func memoryOfALivingKeyIsLocked() throws {
        let key = try ProjectKey.generate(project: "p")
        let status = try InputFile(path: "/proc/self/status").readAll(limit: 1 << 16)
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmLck:") }
        let kilobytes = line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Int($0) }
        #expect(try #require(kilobytes) > 0)
        #expect(key.project == "p")
    }

    @Test func hardeningForbidsDumps() async {
        await #expect(processExitsWith: .success) {
            let wasAllowed = tessera_dumps_allowed() != 0
            guard wasAllowed, ProcessHardening.apply(), tessera_dumps_allowed() == 0 else { exit(1) }
            var limit = rlimit(rlim_cur: 1, rlim_max: 1)
            guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else { exit(1) }
            exit(limit.rlim_cur == 0 && limit.rlim_max == 0 ? 0 : 1)
        }
    }

    /// Asks the kernel to read the address: it answers EFAULT where a load would crash.
    private static func isReadable(_ address: UInt) -> Bool {
        through { unsafe write($0.writing, UnsafeRawPointer(bitPattern: address), 1) == 1 }
    }

    private static func isWritable(_ address: UInt) -> Bool {
        through { ends in
            var byte: UInt8 = 1
            guard unsafe write(ends.writing, &byte, 1) == 1 else { return false }
            return unsafe read(ends.reading, UnsafeMutableRawPointer(bitPattern: address), 1) == 1
        }
    }

    private static func through(_ body: ((reading: Int32, writing: Int32)) -> Bool) -> Bool {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { return false }
        defer {
            _ = close(ends[0])
            _ = close(ends[1])
        }
        return body((ends[0], ends[1]))
    }
}
