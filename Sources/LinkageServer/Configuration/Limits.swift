// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// What one client can ask of the server, so that no client can take it from the others.
package struct Limits: Sendable, Equatable {
    /// Connections at a time, in all and from one address.
    package var connections = 4_096
    package var connectionsPerAddress = 256
    /// Seconds until a connection must have sent the head of a request.
    package var headSeconds = 15
    /// The least speed of a body, in bytes a second, over `slowSeconds`.
    package var leastRate = 1_024
    package var slowSeconds = 60
    /// Seconds in which a client must take some of an answer that waits for it.
    package var writeSeconds = 30
    /// Seconds that a request may take altogether.
    package var requestSeconds = 6 * 3_600
    /// Bytes of one upload, and of all uploads of an agency to a project.
    package var uploadBytes = 64 << 30
    package var agencyBytes = 256 << 30
    /// Bytes of a request other than an upload.
    package var bodyBytes = 1 << 20
    /// Bytes that stay free on the disk.
    package var spareBytes = 1 << 30
    /// Failed attempts with a credential's name until it is locked, and for how many seconds.
    package var failures = 10
    package var lockSeconds = 900
    /// Hours that a person stays logged in.
    package var sessionHours = 8

    package init() {}

    init(_ value: JSONValue) throws(ServerError) {
        self.init()
        var fields = try ObjectFields(value, "'limits'", fault: ServerError.configuration)
        for (key, path, range) in Self.keys {
            if let number = try fields.integer(key, in: range) { self[keyPath: path] = number }
        }
        try fields.end()
    }

    private static var keys: [(String, WritableKeyPath<Limits, Int>, ClosedRange<Int>)] {
        [
            ("connections", \.connections, 1...1_000_000),
            ("connectionsPerAddress", \.connectionsPerAddress, 1...1_000_000),
            ("headSeconds", \.headSeconds, 1...600), ("leastRate", \.leastRate, 0...1 << 30),
            ("slowSeconds", \.slowSeconds, 1...3_600), ("writeSeconds", \.writeSeconds, 1...3_600),
            ("requestSeconds", \.requestSeconds, 1...1_000_000), ("uploadBytes", \.uploadBytes, 1...1 << 50),
            ("agencyBytes", \.agencyBytes, 1...1 << 50), ("bodyBytes", \.bodyBytes, 1_024...1 << 26),
            ("spareBytes", \.spareBytes, 0...1 << 50), ("failures", \.failures, 1...1_000),
            ("lockSeconds", \.lockSeconds, 1...1_000_000), ("sessionHours", \.sessionHours, 1...168),
        ]
    }
}
