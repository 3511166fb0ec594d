// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing
internal import Synchronization
internal import Terminal

/// Who is logged in to the dashboard: kept in memory alone, so a restart logs everybody out.
///
/// The browser has 24 random bytes in a cookie; here only their SHA-256 is kept, so that what is read of this memory logs nobody in.
package final class Sessions: Sendable {
    /// One person's log-in.
    package struct Session: Sendable {
        /// The credential that was shown.
        package let credential: String
        /// What every form of the session must bring back.
        package let formToken: String
        let expires: Int64
        /// What the next page says first.
        var notice: String?
    }

    /// Log-ins of one credential at a time; the oldest gives way, so that one holder of a credential can't fill the memory.
    private static let sessionsPerCredential = 32

    private let seconds: Int64
    private let now: @Sendable () -> Int64
    private let sessions = Mutex<[String: Session]>([:])

    /// - Parameter now: seconds since 1970.
    package init(hours: Int, now: @escaping @Sendable () -> Int64 = { UTCTime.seconds() }) {
        seconds = Int64(hours) * 3_600
        self.now = now
    }

    /// Logs the holder of a credential in.
    ///
    /// - Returns: what the browser keeps, 48 hexadecimal digits.
    package func begin(_ credential: String) -> String {
        let secret = RandomText.hexadecimal(bytes: 24)
        let (time, token) = (now(), RandomText.hexadecimal(bytes: 24))
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.expires > time }
            let own = sessions.filter { $0.value.credential == credential }.sorted {
                $0.value.expires < $1.value.expires
            }
            for (key, _) in own.dropLast(Self.sessionsPerCredential - 1) { sessions[key] = nil }
            sessions[Self.key(secret)] = Session(credential: credential, formToken: token, expires: time + seconds)
        }
        return secret
    }

    /// The session of a cookie; nil once its time is over.
    package func find(_ secret: String) -> Session? {
        let key = Self.key(secret)
        return sessions.withLock { sessions in
            guard let session = sessions[key] else { return nil }
            if session.expires > now() { return session }
            sessions[key] = nil
            return nil
        }
    }

    /// Logs out.
    package func end(_ secret: String) {
        let key = Self.key(secret)
        sessions.withLock { $0[key] = nil }
    }

    /// Leaves word for the next page.
    func leave(_ notice: String, for secret: String) {
        let key = Self.key(secret)
        sessions.withLock { $0[key]?.notice = notice }
    }

    /// Takes what was left for this page.
    func takeNotice(_ secret: String) -> String? {
        let key = Self.key(secret)
        return sessions.withLock { sessions in
            defer { sessions[key]?.notice = nil }
            return sessions[key]?.notice
        }
    }

    private static func key(_ secret: String) -> String { Hex.encode(SHA256.digest(of: Array(secret.utf8))) }
}
