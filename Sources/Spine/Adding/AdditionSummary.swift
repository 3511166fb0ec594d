// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// What an addition did.
package struct AdditionSummary: Sendable, Equatable {
    package var run: Int
    package var plan: AdditionPlan
    /// Rows whose person was known to the store, and of these those on a spine.
    package var linked = 0
    package var onSpine = 0
    /// Ids that were made.
    package var created = 0
    /// Ids that turned out to be one with another.
    package var merged = 0
    /// Ids without a record any more.
    package var retired = 0
    /// Possible matches that wait for a review.
    package var possible = 0
    package var expected: Judgement.Expectation?
    package var recall: Double?
    package var doubt: String?

    /// The figures, for the store and for programs.
    package var jsonValue: JSONValue {
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        return [
            "run": .integer(run), "dataset": .string(plan.dataset), "rows": .integer(plan.rows),
            "kept": .integer(plan.kept), "changed": .integer(plan.changed), "gone": .integer(plan.vanished),
            "compared": .integer(plan.compared), "comparisons": .integer(plan.comparisons),
            "comparisonsAmongOld": .integer(plan.comparisonsAmongOld), "linked": .integer(linked),
            "onSpine": .integer(onSpine), "offSpine": .integer(plan.rows - onSpine), "created": .integer(created),
            "merged": .integer(merged), "retired": .integer(retired), "possible": .integer(possible),
            "expectedPrecision": number(expected?.precision), "expectedRecall": number(expected?.recall),
            "expectedMatches": number(expected?.matches), "measuredRecall": number(recall),
            "doubt": doubt.map { .string($0) } ?? .null,
        ]
    }
}
