// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CBitKernels

extension BitKernel {
    /// Room for what one call of `join` finds; kept between calls.
    @safe package struct JoinScratch {
        fileprivate var survivors: [tessera_survivor]
        fileprivate var found: [tessera_match]

        /// - Parameter survivors: the pairs that are verified together, at least.
        package init(survivors: Int = 65_536) {
            self.survivors = [tessera_survivor](repeating: tessera_survivor(), count: survivors)
            found = [tessera_match](repeating: tessera_match(), count: survivors + 1)
        }
    }

    /// What verifying one survivor costs, in sketch bits of a pair screened.
    package var survivorCost: Int { unsafe Int(table.survivor_cost) }

    /// What counting a pair in full costs a bit of its length, in sketch bits screened: about the same for every kernel.
    package var fullCost: Double { 1.6 }

    /// Finds all pairs that `rule` keeps, by a lower bound of their distance that few others pass.
    ///
    /// Exact whatever the choice of sketch bits, which only sets the speed. The order of the pairs is by candidates, `step` at a time.
    ///
    /// - Parameters:
    ///   - queries: sketches made with the same choice as the candidates'.
    ///   - candidates: those that are searched, `step` at a time while all queries run over them.
    ///   - step: made up to whole groups; nil for as many as fit the first-level cache.
    ///   - found: called with every pair.
    ///   - checkpoint: called now and then with the number of survivors since the last call; false ends the search.
    /// - Returns: whether the search was done to the end.
    package func join(
        _ queries: SketchBlock,
        _ candidates: SketchBlock,
        rule: DistanceRule,
        step: Int? = nil,
        scratch: inout JoinScratch,
        found: (Match) -> Void,
        checkpoint: (_ survivors: Int) -> Bool
    ) -> Bool {
        precondition(queries.choice == candidates.choice, "sketches of different bits")
        let groups = SketchBlock.Role.candidates.padding(queries.choice.lanes)
        let step = ((step ?? Self.usualStep(sketchBits: queries.choice.bits)) + groups - 1) / groups * groups
        scratch.grow(to: Int(TESSERA_TILE) * step)
        for start in stride(from: 0, to: candidates.order.count, by: step) {
            let places = start..<min(start + step, candidates.order.count)
            let window = Self.window(queries.order, candidates.order, places, rule)
            var next = window.lowerBound
            repeat {
                let survivors = screen(queries, next..<window.upperBound, candidates, places, rule, &scratch)
                next += survivors.done
                for match in scratch.found[
                    ..<verify(queries, next - survivors.done, candidates, places, rule, survivors.count, &scratch)
                ] {
                    found(
                        Match(
                            query: Int(match.query),
                            candidate: Int(match.candidate),
                            intersection: match.intersection
                        )
                    )
                }
                guard checkpoint(survivors.count) else { return false }
            } while next < window.upperBound
        }
        return true
    }

    /// Candidates whose sketches fill half a first-level cache of 48 KiB.
    private static func usualStep(sketchBits: Int) -> Int {
        min(max(24_576 * 8 / max(sketchBits, 1) / 128 * 128, 64), 512)
    }

    /// The queries, from a whole tile on, that can match any of the candidates by their popcounts.
    private static func window(
        _ queries: PopcountOrder,
        _ candidates: PopcountOrder,
        _ places: Range<Int>,
        _ rule: DistanceRule
    ) -> Range<Int> {
        let least = Int(candidates.ranks[places.lowerBound].popcount)
        let greatest = Int(candidates.ranks[places.upperBound - 1].popcount)
        let low = queries.firstPlace { $0 >= least || rule.admits($0, least) }
        let high = queries.firstPlace { $0 > greatest && !rule.admits($0, greatest) }
        let tile = Int(TESSERA_TILE)
        return low / tile * tile..<max(high, low / tile * tile)
    }

    private func screen(
        _ queries: SketchBlock,
        _ queryPlaces: Range<Int>,
        _ candidates: SketchBlock,
        _ candidatePlaces: Range<Int>,
        _ rule: DistanceRule,
        _ scratch: inout JoinScratch
    ) -> (count: Int, done: Int) {
        unsafe queries.withTable(queryPlaces) { queryTable in
            unsafe candidates.withTable(candidatePlaces) { candidateTable in
                unsafe scratch.survivors.withUnsafeMutableBufferPointer { survivors in
                    guard let base = survivors.baseAddress else { return (0, 0) }
                    var done = 0
                    let count = unsafe table.screen(
                        queryTable,
                        candidateTable,
                        queries.choice.form,
                        rule.table,
                        base,
                        survivors.count,
                        &done
                    )
                    return (count, done)
                }
            }
        }
    }

    private func verify(
        _ queries: SketchBlock,
        _ firstQuery: Int,
        _ candidates: SketchBlock,
        _ candidatePlaces: Range<Int>,
        _ rule: DistanceRule,
        _ count: Int,
        _ scratch: inout JoinScratch
    ) -> Int {
        guard count > 0 else { return 0 }
        return unsafe queries.withTable(firstQuery..<queries.order.count) { queryTable in
            unsafe candidates.withTable(candidatePlaces) { candidateTable in
                unsafe scratch.survivors.withUnsafeBufferPointer { survivors in
                    unsafe scratch.found.withUnsafeMutableBufferPointer { found in
                        guard let from = survivors.baseAddress, let to = found.baseAddress else { return 0 }
                        return unsafe table.verify(
                            queryTable,
                            candidateTable,
                            queries.matrix.words,
                            rule.table,
                            from,
                            count,
                            to
                        )
                    }
                }
            }
        }
    }
}

extension BitKernel.JoinScratch {
    fileprivate mutating func grow(to count: Int) {
        if survivors.count < count { self = Self(survivors: count) }
    }
}
