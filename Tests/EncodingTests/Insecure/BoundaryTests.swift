// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import FoundationEssentials
import Testing

/// The encodings for research stay out of everything that makes encodings for a linkage.
@Suite struct InsecureBoundary {
    @Test func onlyTheLabNamesThem() throws {
        let sources = repository + "/Sources/"
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources).filter { $0.hasSuffix(".swift") }
        let naming = try files.filter { file in
            let text = try InputFile(path: sources + file).readAll(limit: 1 << 20)
            return String(decoding: text, as: UTF8.self).contains("Insecure")
        }
        let own = naming.filter { $0.hasPrefix("Encoding/Insecure/") }
        #expect(own.count > 10)
        #expect(naming.filter { !$0.hasPrefix("Encoding/Insecure/") && !$0.hasPrefix("tessera-lab/") } == [])
    }
}
