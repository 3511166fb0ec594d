// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors

/// Re-identification by someone who knows whose encodings a few are, and holds a list with the others.
///
/// Three attacks, each in several variants; what counts is the most that any of them finds.
/// * **Profile**: what a person resembles among the known, an encoding resembles among the known encodings.
/// * **Ridge**: what tokens an encoding has is learned from the known by ridge regression, and the person of the list
///   whose tokens come nearest is taken.
/// * **Refined profile**: who was found by a profile is taken as known, with the others, and everybody is sought
///   again, until nothing changes: matching of graphs that starts from the known.
package struct KnownPlaintext: Sendable {
    /// The plaintext similarities whose profiles are compared with the encodings'.
    package var profiles: [PlaintextSimilarity] = [.dice, .centredCosine]
    /// The penalties of ridge regressions.
    package var penalties: [Float] = [30, 100]
    /// The edges by which every profile is refined; none, and profiles are taken as they are.
    package var refinements: [EdgeRule] = [.all, .above(quantile: 0.9), .above(quantile: 0.98)]
    /// The most rounds of a refinement, at least `GraphMatching.leastIterations`.
    package var iterations = 60
    /// What the known people and the order of the candidates are drawn from.
    package var seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// Attacks with the knowledge of `known` people drawn from those who have an encoding and stand in the list.
    ///
    /// - Parameters:
    ///   - measure: what the encodings are made to be compared by; for profiles.
    ///   - list: the attacker's people.
    ///   - truth: the person behind every encoding, nil for one who is not in the list.
    /// - Throws: `attack.sizes` if these do not belong together or fewer than two people are left to find,
    ///   `attack.numbers`, `attack.vectors`, `attack.cancelled`.
    /// - Complexity: for n encodings and people, O(n²·known + n³), and O(n³) a round of a refinement.
    package func attack(
        _ encodings: FilterMatrix,
        measure: SimilarityMeasure,
        list: TokenSets,
        truth: [Int?],
        known: Int,
        control: AttackControl = AttackControl()
    ) throws(AttackError) -> AttackResult {
        let problem = try KnownPlaintextProblem(
            encodings: encodings,
            measure: measure,
            list: list,
            truth: truth,
            known: known,
            seed: seed
        )
        let total = profiles.count * (1 + refinements.count) + penalties.count
        guard total > 0 else { throw .sizes("an attack needs a profile or a penalty") }
        var variants: [Variant] = []
        try control.step(0, of: total)
        if !penalties.isEmpty { variants += try problem.ridge(penalties) }
        for profile in profiles {
            try control.step(variants.count, of: total)
            let start = try problem.profile(profile)
            variants.append(Variant("profile, \(profile)", problem.found(start)))
            for edges in refinements {
                let refined = try problem.refine(start, profile, edges, iterations: iterations) {
                    iteration throws(AttackError) in
                    try control.step(variants.count, of: total, iteration: iteration)
                }
                variants.append(
                    Variant(
                        "refined profile, \(profile), \(edges)",
                        problem.found(refined.assigned),
                        agreement: refined.agreement,
                        iterations: refined.iterations
                    )
                )
            }
        }
        return AttackResult(encodings: encodings.rows, known: known, seed: seed, variants: variants)
    }
}

/// One draw of known people, and what is left to find.
struct KnownPlaintextProblem {
    let encodings: FilterMatrix
    let measure: SimilarityMeasure
    let list: TokenSets
    /// Encodings and people of the known, in the same order.
    let known: (rows: [Int], people: [Int])
    /// The other encodings.
    let rows: [Int]
    /// The other people, in an order that says nothing.
    let people: [Int]
    /// For every one of `rows`, where its person stands in `people`.
    let truth: [Int?]

    init(
        encodings: FilterMatrix,
        measure: SimilarityMeasure,
        list: TokenSets,
        truth: [Int?],
        known: Int,
        seed: UInt64
    ) throws(AttackError) {
        guard truth.count == encodings.rows, truth.allSatisfy({ $0.map { (0..<list.count).contains($0) } ?? true })
        else { throw .sizes("the encodings and the truth are not of the same people") }
        var random = SeededGenerator(seed: seed)
        let drawn = truth.indices.filter { truth[$0] != nil }.shuffled(using: &random)
        guard known >= 1, drawn.count >= known + 2 else {
            throw .sizes("\(known) known people of \(drawn.count) are not possible")
        }
        let knownRows = Array(drawn.prefix(known))
        let knownPeople = knownRows.compactMap { truth[$0] }
        let (takenRows, takenPeople) = (Set(knownRows), Set(knownPeople))
        let people = (0..<list.count).filter { !takenPeople.contains($0) }.shuffled(using: &random)
        var place = [Int?](repeating: nil, count: list.count)
        for (index, person) in people.enumerated() { place[person] = index }
        let rows = (0..<encodings.rows).filter { !takenRows.contains($0) }
        self.encodings = encodings
        self.measure = measure
        self.list = list
        self.known = (knownRows, knownPeople)
        self.rows = rows
        self.people = people
        self.truth = rows.map { row in truth[row].flatMap { place[$0] } }
    }

    func found(_ assigned: [Int?]) -> Reidentification {
        Reidentification(assigned, truth: truth, candidates: people.count)
    }
}
