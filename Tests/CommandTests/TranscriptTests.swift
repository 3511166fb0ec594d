// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Every session in `Transcripts/` against the built programs.
@Suite struct TranscriptTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Transcripts"
    )

    static let names: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    @Test func thereAreTranscripts() { #expect(Self.names.count >= 10) }

    @Test(arguments: names) func session(_ name: String) throws {
        let transcript = try Transcript(contentsOf: Self.folder.appendingPathComponent(name))
        #expect(!transcript.steps.isEmpty)
        let differences = try transcript.differences(in: ShellSession())
        #expect(differences.isEmpty, "\(differences.joined(separator: "\n\n"))")
    }
}
