// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Linkage

/// Which vectors of the encodings tell who lives together.
package struct HouseholdVectors: Sendable {
    /// What people who live together have in common, such as an address or a phone number.
    ///
    /// Of each its vectors, compared as one; without the first of them there is none. The last of an address, the first place, may be the unit.
    let places: [[Int]]
    /// What tells apart the dwellings of one address: another unit is another dwelling, so it counts on its own as well.
    let unit: Int?
    /// What only supports or contradicts, such as the family name.
    let supporting: [Int]
    /// The names, for the ledger.
    let words: String

    /// The relation that those who live together are in.
    package static let relation = "household"

    /// Finds vectors by their names.
    ///
    /// - Parameter places: each the names of one vector or of several with `+` between them, such as `street+zip`.
    /// - Throws: `spine.relation` if there is no place, or no such vector, or one is named twice or describes a relative, or if nothing is left
    ///   that tells people apart.
    package init(
        places: [String],
        unit: String?,
        supporting: [String],
        of format: SpineFormat
    ) throws(SpineError) {
        func number(_ name: some StringProtocol) throws(SpineError) -> Int {
            guard let number = format.vectors.firstIndex(where: { $0.name == name && $0.relativeOf == nil }) else {
                throw .householdVectors("the encodings have no vector \(name) of people's own", format)
            }
            return number
        }
        let addresses = try places.map { place throws(SpineError) in
            try place.split(separator: "+").map { name throws(SpineError) in try number(name) }
        }
        let dwelling = try unit.map { name throws(SpineError) in try number(name) }
        self.supporting = try supporting.map { name throws(SpineError) in try number(name) }
        words =
            "same \(places.joined(separator: " "))" + (unit.map { " unit \($0)" } ?? "")
            + (supporting.isEmpty ? "" : " supporting \(supporting.joined(separator: " "))")
        self.unit = dwelling
        self.places = addresses.enumerated().map { $0 == 0 ? $1 + (dwelling.map { [$0] } ?? []) : $1 }
        guard !places.isEmpty, addresses.allSatisfy({ !$0.isEmpty }) else {
            throw .householdVectors("no vector is named that people who live together have in common", format)
        }
        let all = self.places.flatMap { $0 } + self.supporting
        guard Set(all).count == all.count else { throw .householdVectors("a vector is named twice", format) }
        let own = format.vectors.indices.filter { format.vectors[$0].relativeOf == nil }
        guard all.count < own.count else {
            throw .householdVectors("these are all vectors of a person, which tell one person, no household", format)
        }
    }

    /// All of them, places first, as a row has them side by side.
    var all: [Int] { places.flatMap { $0 } + (unit.map { [$0] } ?? []) + supporting }

    /// Where each place is among all.
    var ranges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        for place in places {
            let start = ranges.last?.upperBound ?? 0
            ranges.append(start..<start + place.count)
        }
        return ranges
    }

    /// What is compared: the vectors of a place as one.
    func scored(_ vectors: [ScoredVector]) -> [ScoredVector] {
        let last = ranges.last?.upperBound ?? 0
        return (ranges + (last..<vectors.count).map { $0..<$0 + 1 }).map { range in
            ScoredVector(
                name: vectors[range].map(\.name).joined(separator: "+"),
                bits: vectors[range.lowerBound].bits.lowerBound..<vectors[range.upperBound - 1].bits.upperBound,
                features: Array(range)
            )
        }
    }
}

extension SpineError {
    fileprivate static func householdVectors(_ message: String, _ format: SpineFormat) -> SpineError {
        let names = format.vectors.filter { $0.relativeOf == nil }.map(\.name).joined(separator: ", ")
        return SpineError(
            .relation,
            "households cannot be told: \(message)",
            remedy:
                "name those of an address or a phone number with --same; the encodings have \(names): if none tells where people live, declare one in the linkage schema and have the agencies encode with it",
            exitCode: .usage
        )
    }
}
