// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import LinkageServer
import Synchronization
import Testing

@Suite struct DashboardSessionTests {
    private final class Clock: Sendable {
        let time = Mutex<Int64>(1_000_000)
        func pass(_ seconds: Int64) { time.withLock { $0 += seconds } }
    }

    private let clock = Clock()

    private func sessions(hours: Int) -> Sessions {
        Sessions(hours: hours) { [clock] in clock.time.withLock { $0 } }
    }

    @Test func aSessionEndsWithItsTime() {
        let sessions = sessions(hours: 8)
        let secret = sessions.begin("0123456789abcdef")
        #expect(secret.utf8.count == 48)
        #expect(sessions.find(secret)?.credential == "0123456789abcdef")
        clock.pass(8 * 3_600 - 1)
        #expect(sessions.find(secret) != nil)
        clock.pass(1)
        #expect(sessions.find(secret) == nil)
    }

    @Test func whoLogsOutIsOut() {
        let sessions = sessions(hours: 1)
        let (first, second) = (sessions.begin("a"), sessions.begin("a"))
        sessions.end(first)
        #expect(sessions.find(first) == nil)
        #expect(sessions.find(second) != nil)
        #expect(sessions.find(String(repeating: "0", count: 48)) == nil)
    }

    @Test func everySessionHasSecretsOfItsOwn() {
        let sessions = sessions(hours: 1)
        let secrets = (0..<20).map { _ in sessions.begin("a") }
        let tokens = secrets.compactMap { sessions.find($0)?.formToken }
        #expect(Set(secrets + tokens).count == 40)
    }

    @Test func oneCredentialCanNotFillTheMemory() {
        let sessions = sessions(hours: 1)
        let other = sessions.begin("b")
        let secrets = (0..<100).map { _ in
            clock.pass(1)
            return sessions.begin("a")
        }
        #expect(secrets.count { sessions.find($0) != nil } == 32)
        #expect(sessions.find(secrets[99]) != nil && sessions.find(other) != nil)
    }

    /// Bodies as Python's urllib.parse.urlencode writes them.
    @Test func formsAreReadAsTheyWereWritten() {
        let body = "name=a%2Bb+c%26d%3D%C3%A9&card=line+1%0D%0Aline+2%0D%0A&empty=&flag=yes&name2=x"
        let fields = FormFields(Array(body.utf8))
        #expect(fields?["name"] == "a+b c&d=é")
        #expect(fields?["card"] == "line 1\nline 2")
        #expect(fields?["empty"] == nil && fields?["missing"] == nil)
        #expect(fields?["flag"] == "yes")
        for broken in ["name=%", "name=%2", "name=%zz", "name=%ff"] { #expect(FormFields(Array(broken.utf8)) == nil) }
    }
}
