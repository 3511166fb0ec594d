// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Re-identification without a key and without any known person: the graph of similarities of the encodings is laid
/// over that of a list of people who are partly the same.
///
/// After a spectral start, refinement by projected powers: X = A·P·B, then the assignment P that X favours most, until
/// P is one that was there before. What counts is the most that any combination of attacker's graph, edge rule and
/// start re-identifies. This is a surrogate of attacks that need an accelerator, and weaker than those on some data.
package struct GraphMatching: Sendable {
    /// Similarities of the attacker's people, made in one way.
    package struct Graph: Sendable {
        package let name: String
        /// Symmetric, one row a person.
        package let similarities: Matrix

        package init(name: String, similarities: Matrix) {
            self.name = name
            self.similarities = similarities
        }
    }

    /// Fewer refinements have been seen to miss what more of them find.
    package static let leastIterations = 40

    /// The edges that starts and their refinements look at; what was found by some of them is then refined by all.
    package var edges: [EdgeRule] = [
        .all, .above(quantile: 0.9), .above(quantile: 0.98), .above(quantile: 0.995),
    ]
    /// The bandwidths of spectral starts, one restart each.
    package var bandwidths: [Float] = [0.2]
    /// The most refinements of a start, at least `leastIterations`.
    package var iterations = 60
    /// What the order of the candidates is drawn from.
    package var seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// Attacks the encodings with each graph of the attacker's.
    ///
    /// - Parameters:
    ///   - encodings: similarities of the encodings, symmetric.
    ///   - graphs: at least one, all of the same people in the same order.
    ///   - truth: the person behind every encoding, nil for one who is not in the list; used to count, never to choose
    ///   an assignment.
    /// - Throws: `attack.sizes` if these do not belong together, `attack.numbers` if a decomposition fails,
    ///   `attack.cancelled`.
    /// - Complexity: for n a side, O(n³) a refinement, and about ten matrices of n² numbers.
    package func attack(
        _ encodings: Matrix,
        with graphs: [Graph],
        truth: [Int?],
        control: AttackControl = AttackControl()
    ) throws(AttackError) -> AttackResult {
        let people = try checkedSize(encodings, graphs, truth)
        // Ties must not fall to people who happen to stand at the same place on both sides.
        var random = SeededGenerator(seed: seed)
        let order = (0..<people).shuffled(using: &random)
        let legs = edges.reduce(0) { $0 + ($1 == .all ? 1 : 2) }
        let total = legs * graphs.count * bandwidths.count
        var variants: [Variant] = []
        for rule in edges {
            let first = encodings.normalised(rule)
            try control.step(variants.count, of: total)
            let firstEigen = try SymmetricEigen(of: first)
            for graph in graphs {
                let people = graph.similarities.reordered(order)
                let second = people.normalised(rule)
                try control.step(variants.count, of: total)
                let start = SpectralStart(firstEigen, try SymmetricEigen(of: second))
                var refinements = [Refinement(first: first, second: second, iterations: iterations)]
                if rule != .all {
                    // Few edges give a start, all of them tell nearly everybody apart once the start is right for some.
                    let (first, second) = (encodings.normalised(.all), people.normalised(.all))
                    refinements.append(Refinement(first: first, second: second, iterations: iterations))
                }
                for bandwidth in bandwidths {
                    var solver = LinearAssignment(rows: first.rows, columns: second.rows)
                    var assigned = solver.maximise(start.likeness(bandwidth: bandwidth))
                    for (leg, refinement) in refinements.enumerated() {
                        let refined = try refinement.run(from: assigned) { iteration throws(AttackError) in
                            try control.step(variants.count, of: total, iteration: iteration)
                        }
                        assigned = refined.assigned
                        let found = Reidentification(
                            assigned.map { $0.map { order[$0] } },
                            truth: truth,
                            candidates: order.count
                        )
                        variants.append(
                            Variant(
                                "\(graph.name), \(rule)\(leg == 0 ? "" : ", then all"), bandwidth \(bandwidth)",
                                found,
                                agreement: refined.agreement,
                                iterations: refined.iterations
                            )
                        )
                        if found.correct == found.targets { return result(variants, encodings.rows) }
                    }
                }
            }
        }
        return result(variants, encodings.rows)
    }

    private func result(_ variants: [Variant], _ encodings: Int) -> AttackResult {
        AttackResult(encodings: encodings, known: 0, seed: seed, variants: variants)
    }

    private func checkedSize(_ encodings: Matrix, _ graphs: [Graph], _ truth: [Int?]) throws(AttackError) -> Int {
        guard let people = graphs.first?.similarities.rows, !edges.isEmpty, !bandwidths.isEmpty else {
            throw .sizes("an attack needs a graph, an edge rule and a bandwidth")
        }
        let isSquare = ([encodings] + graphs.map(\.similarities)).allSatisfy { $0.rows == $0.columns && $0.rows >= 2 }
        guard isSquare, graphs.allSatisfy({ $0.similarities.rows == people }), truth.count == encodings.rows,
            truth.allSatisfy({ $0.map { (0..<people).contains($0) } ?? true })
        else { throw .sizes("the graphs and the truth are not of the same people") }
        return people
    }
}

extension Matrix {
    /// The same graph with its nodes in another order.
    fileprivate func reordered(_ order: [Int]) -> Matrix {
        var moved = Matrix(rows: rows, columns: columns)
        for (row, from) in order.enumerated() {
            for (column, other) in order.enumerated() { moved[row, column] = self[from, other] }
        }
        return moved
    }
}
