// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import FoundationEssentials
import Schemas
import Tables
import TestSupport

/// People who don't exist, as an agency has them: no two alike, some names far more frequent than others.
struct InventedTable {
    struct Person {
        var id: String
        var given: String
        var family: String
        var born: String
        var sex: String

        /// In the order of the schema's features.
        var fields: [String] { [given, family, born, sex] }
    }

    var people: [Person]

    init(_ count: Int, seed: UInt64, idPrefix: String = "person") {
        var random = SplitMix64(seed: seed)
        let syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu", "dan", "her", "sol", "gri"]
        func name(from pool: Int) -> String {
            // Squaring a draw makes low numbers frequent.
            let share = Double.random(in: 0..<1, using: &random)
            var draws = SplitMix64(seed: UInt64(share * share * Double(pool)) + UInt64(pool) << 32)
            return (0..<3).map { _ in syllables.randomElement(using: &draws) ?? "" }.joined().capitalized
        }
        var days = Array(0..<80 * 12 * 28)
        days.shuffle(using: &random)
        people = (0..<count).map { row in
            let (year, month, day) = (1930 + days[row] / 336, 1 + days[row] / 28 % 12, 1 + days[row] % 28)
            return Person(
                id: "\(idPrefix)-\(100_000 + row)",
                given: name(from: 80),
                family: name(from: 400),
                born: "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)",
                sex: row % 3 == 0 ? "F" : "M"
            )
        }
    }

    /// A linkage schema of these tables.
    static func schema(_ profile: Profile = .bloom) throws -> LinkageSchema {
        let weight = profile == .bloom ? #", "bitsPerToken": 10"# : ""
        let document = """
            {"tessera": "linkage-schema/1", "name": "invented", "reading": {"recordId": "id"},
             "profile": "\(profile.rawValue)", \(profile == .bloom ? #""filterLength": 1024,"# : "")
             "features": [
             {"name": "given", "role": "givenName", "keyGroup": "names"\(weight)},
             {"name": "family", "role": "familyName", "keyGroup": "names"\(weight)},
             {"name": "dob", "role": "birthDate", "dateFormats": ["yyyy-MM-dd"]\(weight)},
             {"name": "sex", "role": "sex"\(weight)}], "vectors": "record"}
            """
        return try LinkageSchema.parse(Array(document.utf8))
    }

    /// The people as the audit reads them.
    func sample(_ schema: LinkageSchema, limit: Int = 100_000, seed: UInt64 = 1) throws -> PeopleSample {
        let rows = people.map { ($0.fields + [$0.id]).joined(separator: ",") + "\n" }
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(("given,family,dob,sex,id\n" + rows.joined()).utf8), as: "people.csv")
        return try PeopleSample(of: CSVReader(path: path, dialect: Dialect()), schema: schema, limit: limit, seed: seed)
    }

    /// The person behind each place of a sample.
    func people(of sample: PeopleSample) -> [Person] {
        let byID = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0) })
        return sample.ids.compactMap { byID[String(decoding: $0, as: UTF8.self)] }
    }
}
