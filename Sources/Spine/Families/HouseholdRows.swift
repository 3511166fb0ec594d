// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Linkage
internal import Sealing

/// The records that say where their people live, with the values of institutions left out.
///
/// More people than a household has at one address without units, in one unit or with one phone number are no household: a shelter, a prison, a nursing
/// home, or a number that stands for a missing one. Such a value is taken as missing before anything is learnt, also where a record
/// that has the rest of it lacks a part.
struct HouseholdRows {
    /// Records with a place of their own, by what they say.
    let rows: RelativeRows.Rows
    let persons: [UInt32]
    /// People who have no record with a place.
    private(set) var withoutPlace = 0
    /// People whose only places are institutions', and these.
    private(set) var institutional = 0
    private(set) var institutions = 0

    private static let maskBytes = 8

    init(
        _ all: RelativeRows.Rows,
        _ vectors: HouseholdVectors,
        _ selection: RowSelection,
        largest: Int,
        _ table: EntityTable
    ) throws(SpineError) {
        let entities = all.places.map { table.entity(of: $0) }
        var masks = all.presence
        func has(_ row: Int, _ vector: Int) -> Bool {
            masks[row * Self.maskBytes + vector / 8] << UInt8(vector % 8) & 0x80 != 0
        }
        func value(_ row: Int, _ vector: Int) -> [UInt8] {
            let bits = selection.vectors[vector].bits
            return unsafe all.filters.withUnsafeRow(row) { unsafe Array($0[bits.lowerBound / 8..<bits.upperBound / 8]) }
        }
        var (isPlaced, isCrowded) = (Set<UInt32>(), Set<UInt32>())
        for (number, range) in vectors.ranges.enumerated() {
            var people: [[[UInt8]]: Set<UInt32>] = [:]
            var keys: [[[UInt8]]?] = []
            for (row, entity) in entities.enumerated() {
                let key = has(row, range.lowerBound) ? range.map { has(row, $0) ? value(row, $0) : [] } : nil
                keys.append(key)
                if let key { people[key, default: []].insert(entity) }
            }
            let units = number == 0 && vectors.unit != nil
            var ofAddress: [[[UInt8]]: Int] = [:]
            for (key, people) in people { ofAddress[units ? Array(key.dropLast()) : key, default: 0] += people.count }
            // Where most have a unit, some who lack it are no institution.
            let crowded = people.filter { key, people in
                people.count > largest
                    && (key.last != [] || !units || people.count * 2 > ofAddress[Array(key.dropLast())] ?? 0)
            }
            .map(\.key)
            institutions += crowded.count
            var isTaken: Set<[[UInt8]]> = []
            // A record without the unit is of no unit's people.
            for key in crowded { isTaken.formUnion(Self.lacking(key, units ? range.count - 1 : range.count)) }
            for (row, key) in keys.enumerated() {
                if let key, isTaken.contains(key) { isCrowded.insert(entities[row]) }
                if let key, !isTaken.contains(key) {
                    isPlaced.insert(entities[row])
                } else {
                    for vector in range { masks[row * Self.maskBytes + vector / 8] &= ~(0x80 >> UInt8(vector % 8)) }
                }
            }
        }
        let live = Set(entities)
        institutional = isCrowded.subtracting(isPlaced).count
        withoutPlace = live.count - isPlaced.count - institutional
        let last = vectors.ranges.last?.upperBound ?? 0
        let chosen = Self.ordered(
            all.places.indices.filter { row in (0..<last).contains { has(row, $0) } },
            of: entities
        ) { row in
            let values = selection.vectors.indices.map { has(row, $0) ? value(row, $0) : [] }
            let mask = masks[row * Self.maskBytes..<(row + 1) * Self.maskBytes]
            return SHA256.digest(of: Array("\(all.places[row].dataset) ".utf8) + mask + values.joined())
        }
        let filters = try FilterMatrix.of(chosen.count, selection)
        for (place, row) in chosen.enumerated() { filters.copyRow(row, of: all.filters, to: place) }
        rows = RelativeRows.Rows(
            places: chosen.map { all.places[$0] },
            filters: filters,
            presence: chosen.flatMap { masks[$0 * Self.maskBytes..<($0 + 1) * Self.maskBytes] }
        )
        persons = chosen.map { entities[$0] }
    }

    /// Whether a record has an address, the first of the places.
    func hasAddress(_ row: Int) -> Bool { rows.presence[row * Self.maskBytes] & 0x80 != 0 }

    /// Rows by what is said of their people, so that the order of records has no part in what is found: those of one person side by side.
    private static func ordered(_ rows: [Int], of entities: [UInt32], saying: (Int) -> [UInt8]) -> [Int] {
        let people = Dictionary(grouping: rows.map { (row: $0, said: saying($0)) }) { entities[$0.row] }
            .map { entity, rows in
                let rows = rows.sorted { $0.said.lexicographicallyPrecedes($1.said) }
                return (entity: entity, rows: rows.map(\.row), said: rows.flatMap(\.said))
            }
        return people.sorted { a, b in
            a.said == b.said ? a.entity < b.entity : a.said.lexicographicallyPrecedes(b.said)
        }
        .flatMap(\.rows)
    }

    /// A value of a place, and what is left of it where any of its vectors but the first is missing.
    private static func lacking(_ key: [[UInt8]], _ vectors: Int) -> [[[UInt8]]] {
        (1..<max(2, vectors)).reduce([key]) { keys, vector in
            guard vector < vectors else { return keys }
            return keys
                + keys.map { key in
                    var key = key
                    key[vector] = []
                    return key
                }
        }
    }
}
