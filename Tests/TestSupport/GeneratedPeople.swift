// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Made-up people and their records in several files, by a seed: with errors, gaps, families and duplicates, and the truth beside them.
///
/// Each field is a filter of its own, of bigrams or of digits by place, with random tables in place of keyed hashes.
package struct GeneratedPeople: Sendable {
    /// How often things are not as they should be; shares, 0 to 1.
    package struct Habits: Sendable {
        /// Fields of a record that are written wrongly.
        package var errors = 0.05
        /// Fields of a record that are empty.
        package var missing = 0.03
        /// People who share surname and ZIP code with the person before.
        package var families = 0.2
        /// Records that have a second one in the same file.
        package var duplicates = 0.0

        package init(errors: Double = 0.05, missing: Double = 0.03, families: Double = 0.2, duplicates: Double = 0) {
            self.errors = errors
            self.missing = missing
            self.families = families
            self.duplicates = duplicates
        }
    }

    /// One record of a file.
    package struct Record: Sendable {
        package var person: Int
        /// Its number in the file before anything is shuffled.
        package var number: Int
        package var fields: [String]
    }

    /// The fields and the lengths of their filters.
    package static let fields = [("first", 256), ("last", 256), ("born", 192), ("zip", 128), ("code", 128)]
    /// The bits that a token sets.
    private static let bitsPerToken = 12

    /// The records of each file; tests may change them.
    package var files: [[Record]]

    /// Makes people, and files of which each holds a range of them in a random order.
    package init(seed: UInt64, _ ranges: [Range<Int>], _ habits: Habits = Habits()) {
        var random = SplitMix64(seed: seed)
        let names = Names()
        var people: [[String]] = []
        for person in 0..<(ranges.map(\.upperBound).max() ?? 0) {
            var fields = names.fields(&random)
            if person > 0, random.chance(habits.families) {
                (fields[1], fields[3]) = (people[person - 1][1], people[person - 1][3])
            }
            people.append(fields)
        }
        files = []
        for range in ranges {
            var records: [Record] = []
            for person in range {
                for _ in 0..<(random.chance(habits.duplicates) ? 2 : 1) {
                    let fields = people[person].indices.map { field in
                        if random.chance(habits.missing) { return "" }
                        return random.chance(habits.errors)
                            ? names.wrong(people[person][field], field, &random) : people[person][field]
                    }
                    records.append(Record(person: person, number: records.count, fields: fields))
                }
            }
            files.append(records.shuffled(using: &random))
        }
    }

    /// The same records in another order.
    package func shuffled(seed: UInt64) -> GeneratedPeople {
        var random = SplitMix64(seed: seed)
        var copy = self
        copy.files = files.map { $0.shuffled(using: &random) }
        return copy
    }

    /// The filter of each field, for each record of each file.
    package func filters() -> [[[[UInt8]]]] {
        var known: [[String]: [UInt8]] = [:]
        return files.map { records in
            records.map { record in
                record.fields.enumerated().map { field, value in
                    if let filter = known["\(field)", value] { return filter }
                    let filter = Self.filter(of: value, field: field)
                    known["\(field)", value] = filter
                    return filter
                }
            }
        }
    }

    private static func filter(of value: String, field: Int) -> [UInt8] {
        // Both names have one table: swapped, they are found across.
        let encoder = StandInEncoder(key: UInt64(max(1, field)))
        let bits = fields[field].1
        var filter = [UInt8](repeating: 0, count: bits / 8)
        let symbols = value.utf8.map { Int($0) }
        guard !symbols.isEmpty else { return filter }
        let tokens =
            field < 2
            ? zip([0] + symbols, symbols + [0]).map { $0 * 256 + $1 }
            : symbols.enumerated().map { $0.offset * 256 + $0.element }
        for token in Set(tokens) {
            for place in encoder.positions(of: token, bits: bits, bitsPerToken: bitsPerToken) {
                filter[place / 8] |= 0x80 >> UInt8(place % 8)
            }
        }
        return filter
    }

    /// Where values come from; some are far more common than others.
    private struct Names {
        private let first: [String]
        private let last: [String]
        private let zips: [String]

        init() {
            var random = SplitMix64(seed: 0x6E61_6D65)
            func name(_ syllables: Int) -> String {
                (0..<syllables).reduce(into: "") { name, _ in
                    name.append("bcdfghjklmnprstvwz".randomElement(using: &random) ?? "b")
                    name.append("aeiou".randomElement(using: &random) ?? "a")
                }
            }
            first = (0..<250).map { _ in name(Int.random(in: 2...3, using: &random)) }
            last = (0..<500).map { _ in name(Int.random(in: 2...4, using: &random)) }
            zips = (0..<60).map { _ in "\(Int.random(in: 10_000...99_999, using: &random))" }
        }

        func fields(_ random: inout SplitMix64) -> [String] {
            [
                Self.common(first, &random), Self.common(last, &random),
                "\(Int.random(in: 1_940...2_009, using: &random) * 10_000 + Int.random(in: 1...12, using: &random) * 100 + Int.random(in: 1...28, using: &random))",
                Self.common(zips, &random), "\(Int.random(in: 1_000...9_999, using: &random))",
            ]
        }

        /// The first values are the most common.
        private static func common(_ values: [String], _ random: inout SplitMix64) -> String {
            let place = Double.random(in: 0..<1, using: &random)
            return values[Int(place * place * Double(values.count))]
        }

        /// Another value one time in four, else a wrong symbol.
        func wrong(_ value: String, _ field: Int, _ random: inout SplitMix64) -> String {
            if random.chance(0.25) { return fields(&random)[field] }
            var symbols = Array(value)
            let place = Int.random(in: symbols.indices, using: &random)
            symbols[place] = (field < 2 ? "abcdefghijklmnoprstuvwz" : "0123456789").randomElement(using: &random) ?? "a"
            return String(symbols)
        }
    }
}

extension SplitMix64 {
    /// True with a probability.
    package mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }
}

extension [[String]: [UInt8]] {
    fileprivate subscript(_ field: String, _ value: String) -> [UInt8]? {
        get { self[[field, value]] }
        set { self[[field, value]] = newValue }
    }
}
