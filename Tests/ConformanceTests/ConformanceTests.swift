// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import Testing

/// Every vector file is run by a test here: one that nobody reads proves nothing.
@Suite struct Conformance {
    static let here = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")

    @Test func everyVectorFileIsRun() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: vectorFolder).filter { $0.hasSuffix(".json") }
        #expect(files.count >= 11)
        let sources = try FileManager.default.contentsOfDirectory(atPath: Self.here)
            .filter { $0.hasSuffix(".swift") && $0 != "ConformanceTests.swift" }
            .map { try InputFile(path: "\(Self.here)/\($0)").readAll(limit: 1 << 20) }
            .map { String(decoding: $0, as: UTF8.self) }
        for file in files {
            #expect(
                sources.contains { $0.contains("@Test(arguments: cases(of: \"\(file)\"") },
                "no test runs the cases of \(file)"
            )
        }
    }
}
