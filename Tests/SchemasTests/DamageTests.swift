// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Schemas
import TestSupport
import Testing

struct DamageTests {
    /// Words of the starting schema are exchanged: it is refused with places in the document, or still means something.
    @Test(arguments: 0..<150 as Range<UInt64>)
    func damagedSchemasAreRefusedOrStayUsable(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var words = StartingSchema.record.text.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            words.swapAt(
                Int.random(in: 0..<words.count, using: &generator),
                Int.random(in: 0..<words.count, using: &generator)
            )
        }
        let text = words.joined(separator: "\"")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        do throws(SchemaError) {
            let schema = try LinkageSchema.parse(Array(text.utf8))
            // What §1 promises of every schema that is accepted.
            #expect((1...64).contains(schema.features.count) && (1...64).contains(schema.vectors.count))
            #expect(Set(schema.features.map(\.name)).count == schema.features.count)
            #expect(Set(schema.vectors.flatMap(\.features)) == Set(schema.features.indices))
            for feature in schema.features {
                #expect(feature.role.normalisers.contains(feature.normaliser))
                #expect(feature.dateFormats.isEmpty == (feature.role != .birthDate))
            }
        } catch {
            var last = (0, 0)
            for error in [error] + error.others {
                let line = try #require(error.position?.line)
                let column = try #require(error.position?.lineColumn)
                #expect(lines.indices.contains(line - 1) && column <= lines[line - 1].utf8.count + 1)
                #expect((line, column) >= last)
                last = (line, column)
            }
        }
    }
}
