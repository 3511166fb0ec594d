// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Sealing

/// Who lives together with whom at this moment.
package struct Households: Sendable {
    /// A household of two people or more.
    package struct Household: Sendable, Equatable {
        /// What its id is made of, in every study another one; no entity has it.
        package var number: UInt64
        /// Ascending, each in no other household.
        package var members: [Member]
    }

    /// An entity of a household.
    package struct Member: Sendable, Equatable {
        package var entity: UInt32
        /// That it lives with the others, 0 to 1.
        package var probability: Double
    }

    /// By number.
    package let households: [Household]

    /// Finds what became of the people of households.
    ///
    /// - Parameter relation: the number that records name their household with.
    init(_ found: [(dataset: Int, relations: [Relation])], relation: Int, _ table: EntityTable) {
        var best: [UInt32: (probability: Float, number: UInt64)] = [:]
        for (dataset, relations) in found {
            for part in relations where part.relation == relation {
                let place = RecordPlace(dataset: dataset, row: part.row)
                guard table.isLive(place) else { continue }
                let (entity, number) = (table.entity(of: place), part.place.household)
                // Of two people who turned out to be one, the household that is likelier.
                if let other = best[entity], (other.probability, number) >= (part.probability, other.number) {
                    continue
                }
                best[entity] = (part.probability, number)
            }
        }
        var members: [UInt64: [Member]] = [:]
        for (entity, place) in best.sorted(by: { $0.key < $1.key }) {
            members[place.number, default: []].append(Member(entity: entity, probability: Double(place.probability)))
        }
        households = members.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
            .map { Household(number: $0.key, members: $0.value) }
    }
}

extension RecordPlace {
    /// The number of the household whose first record this is, beyond those of entities and tokens.
    var household: UInt64 { 1 << 63 | UInt64(dataset) << 32 | UInt64(row) }
}

extension SpineFormat {
    /// The number of the household among relations, behind those that the schema declares.
    var householdRelation: Int { relations.count }
}

extension SpineStore {
    /// Reads who lives together.
    package func households(as identity: Identity) throws(SpineError) -> Households {
        let table = try entityTable(as: identity)
        var found: [(dataset: Int, relations: [Relation])] = []
        for dataset in try datasets() where !dataset.isWithdrawn {
            found.append((dataset.number, try relations(dataset, as: identity)))
        }
        return Households(found, relation: try format()?.householdRelation ?? 0, table)
    }
}
