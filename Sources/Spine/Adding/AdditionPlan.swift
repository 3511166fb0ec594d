// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What an addition will compare, told before it does.
package struct AdditionPlan: Sendable, Equatable {
    /// Records of one dataset that take part.
    package struct Part: Sendable, Equatable {
        package var dataset: String
        package var rows: Int
    }

    /// The name of the dataset that is added to.
    package var dataset: String
    /// Rows of the extract; those that are known records, those of them with another encoding, those that are new.
    package var rows: Int
    package var kept: Int
    package var changed: Int
    /// Records that the extract does not have any more, those that changed left out.
    package var vanished: Int
    /// Records that are compared.
    package var compared: Int
    /// What they are compared with.
    package var nodes: [Part]
    /// Old records that take part to learn weights from: `compared` are too few for it.
    package var teachers: Int
    /// Old records that take part besides if the new ones alone do not tell what matches look like.
    package var possibleTeachers: Int
    /// Pairs of records within the new ones.
    package var within: Int

    /// Pairs of records that are compared, passes over those that cannot be links among them.
    package var comparisons: Int { (compared + teachers) * nodes.reduce(0) { $0 + $1.rows } + within }
    /// Pairs of old records among them: none unless weights have to be learnt from these.
    package var comparisonsAmongOld: Int { teachers * nodes.reduce(0) { $0 + $1.rows } }
}

extension Addition {
    /// What will be compared.
    package var plan: AdditionPlan {
        let compared = match.compared.count
        return AdditionPlan(
            dataset: dataset.name,
            rows: extract.rows,
            kept: extract.rows - compared,
            changed: match.changed.count,
            vanished: match.vanished.count - match.changed.count,
            compared: compared,
            nodes: nodes.parts.map { AdditionPlan.Part(dataset: datasets[$0.dataset].name, rows: $0.rows.count) },
            teachers: teachers.count,
            possibleTeachers: possibleTeachers,
            within: isComparedWithin ? compared * (compared - 1) / 2 : 0
        )
    }

    /// Whether new records are compared with each other.
    var isComparedWithin: Bool { dataset.policy.isWithin }
}
