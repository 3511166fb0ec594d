// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import EncodingKeys
import Schemas
import TestSupport
import Testing

/// The linkage unit, or whoever has its files, with everything but the key: rows, schema, project's name and a list of dates.
@Suite struct DictionaryAttackTests {
    /// `encode` of `Specs/Vectors/bech32m.py` over the project's name `p` and 32 zero bytes: what is left where a key is forgotten.
    private static let noKey = "TESSERA-KEY-1Q9CQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ8VPC6W"

    @Test(arguments: Profile.allCases)
    func defect_C8_aDictionaryWithoutTheKeyRecoversNothing(profile: Profile) throws {
        let schema = profile == .bloom ? LinkageSchema.record([.of(.date)]) : .hardened([.of(.date)], profile: profile)
        var people = People(seed: 8)
        var dates: Set<String> = []
        while dates.count < 1000 {
            dates.insert("\(people.number(1930...2009))-\(people.pick(["01", "07", "12"]))-\(people.number(10...28))")
        }
        let dictionary = dates.sorted()
        let truth = (0..<60).map { $0 * 16 + 3 }

        func rows(_ key: ProjectKey, _ dates: [String]) throws -> [[UInt64]] {
            let keys = try SchemaKeys(projectKey: key, fingerprint: schema.fingerprint)
            let encoder = try RecordEncoder(schema: schema, keys: keys)
            return try dates.map { date in
                let row = try #require(encoder.row([date]))
                return stride(from: 0, to: row.count, by: 8).map { start in
                    row[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
                }
            }
        }
        let key = try ProjectKey.generate(project: "p")
        let seen = try rows(key, truth.map { dictionary[$0] })
        /// For how many rows the nearest of the dictionary's, encoded under a key, is the row's own date.
        func recovered(under guess: ProjectKey) throws -> Int {
            let guesses = try rows(guess, dictionary)
            return zip(truth, seen).count { truth, row in
                let distances = guesses.map { zip($0, row).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount } }
                return distances.firstIndex(of: distances.min() ?? 0) == truth
            }
        }
        #expect(try recovered(under: key) == truth.count)
        let folder = try TemporaryFolder()
        let zeros = try ProjectKey.load(path: folder.file("key", text: Self.noKey + "\n"))
        for guess in [zeros, try .generate(project: "p")] {
            // By chance 0.06 of the 60; four or more in one of a million runs.
            #expect(try recovered(under: guess) < 4)
        }
    }
}
