// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Glibc
import Linkage
import TestSupport
import Testing

/// The tables that are chosen for a recall, judged by the pairs of the data and odds of the test's own.
@Suite struct ApproximatePlanTests {
    /// Near and far copies, up to 4 % of the bits, and the search that is planned for nine in ten of them.
    private static let data = Result {
        try CopiedRows((600, 600), bits: 2_048, distances: (0..<400).map { 4 + $0 % 80 })
    }
    private static let planned = Result { try #require(try data.get().search(9_000)) }

    /// The mean odds of the kept pairs under a search, with all its tables, with one less, and the loss by sketches.
    private static func odds(
        _ search: ApproximateSearch,
        _ data: CopiedRows
    ) throws -> (found: Double, fewer: Double, lost: Double) {
        let odds = TableOdds(search)
        let pairs = try data.keptPairs().map { odds.table(data.first[$0.a], data.second[$0.b]) }
        #expect(pairs.count == 400)
        func mean(_ tables: Int, sketches: Bool) -> Double {
            pairs.reduce(0) { $0 + odds.found(($1.agrees, sketches ? $1.passes : 1), tables: tables) } / 400
        }
        let found = mean(search.tables, sketches: true)
        return (
            found, mean(search.tables - 1, sketches: false), mean(search.tables, sketches: false) - found
        )
    }

    /// The least tables that find halfway from the share asked for to all.
    @Test(arguments: [5_000, 9_700, 9_900])
    func theOddsOfThePairsAreWhatWasAskedFor(recall: Int) throws {
        let data = try Self.data.get()
        let search = try #require(try data.search(recall))
        #expect(search.recall == recall && (12...30).contains(search.keyBits) && search.sketchBits == 64)
        let odds = try Self.odds(search, data)
        let aim = (1 + Double(recall) / 10_000) / 2
        #expect(odds.found >= aim - 2e-4)
        #expect(odds.fewer < aim + 2e-4)
        #expect(odds.lost < 2e-4)
    }

    /// The mean of the draws of many secrets is the odds, but that keys of one deck share no position, which finds a little more.
    @Test func drawnTablesFindAsMuch() throws {
        let data = try Self.data.get()
        let search = try Self.planned.get()
        let (left, right) = try (matrix(data.first), matrix(data.second))
        var found = 0
        for byte in 0..<12 as Range<UInt8> {
            let tables = data.tables(search, byte)
            let here = (0..<400).count { tables.finds(left, $0, right, $0) }
            #expect(here >= 360)
            found += here
        }
        let share = Double(found) / (12 * 400)
        let odds = try Self.odds(search, data).found
        #expect(share > odds - 0.005 && share < odds + 0.02)
    }

    @Test func aGreaterShareTakesMoreTables() throws {
        let data = try CopiedRows((300, 300), bits: 4_096, distances: (0..<250).map { 8 + $0 % 100 })
        let searches = try [1_000, 9_000, 9_800, 9_950].map { try #require(try data.search($0)) }
        for (less, more) in zip(searches, searches.dropFirst()) {
            // With a shorter key fewer tables can find more.
            #expect(more.tables >= less.tables || more.keyBits < less.keyBits)
            #expect(more.positions == less.positions)
        }
        #expect(Set(searches.map(\.keyBits)).count < searches.count)
        #expect(searches[0].tables < searches[3].tables)
    }

    /// Threads and the order of the agencies' files decide nothing.
    @Test func theSameDataArePlannedTheSame() throws {
        let data = try CopiedRows((300, 400), bits: 2_048, distances: (0..<250).map { $0 % 40 })
        let search = try #require(try data.search(9_000, threads: 1))
        #expect(try data.search(9_000, threads: 3) == search)
        let swapped = try LinkageInput(data.input.datasets.reversed())
        let again = try ApproximateSearch(
            swapped,
            threshold: data.threshold,
            recall: 9_000,
            control: RunControl(threads: 2)
        )
        #expect(again == search)
    }

    /// Nothing is kept, so copies at the very limit of the rule are planned for.
    @Test func withoutPairsTheHardestArePlannedFor() throws {
        let data = try CopiedRows((500, 500), bits: 4_096, distances: [], threshold: 9_500)
        #expect(try data.keptPairs().isEmpty)
        let search = try #require(try data.search(7_000))
        var random = SplitMix64(seed: 8)
        let left = try matrix(data.first)
        // Half of 4,096 bits are set in either row: 204 differ at a similarity of 0.95.
        let hardest = try matrix(data.first.map { CopiedRows.differing($0, 200, &random) })
        let tables = data.tables(search, 1)
        #expect((0..<500).count { tables.finds(left, $0, hardest, $0) } >= 350)
    }

    /// Of more rows than are sampled those at equal steps: near copies come first here, and far ones last.
    @Test func rowsFromEverywhereAreSampled() throws {
        var random = SplitMix64(seed: 9)
        let first = (0..<4_000).map { _ in CopiedRows.randomRow(2_048, &random) }
        let numbers = Array(0..<150) + Array(3_850..<4_000)
        let copies = numbers.map { CopiedRows.differing(first[$0], $0 < 150 ? 4 : 120, &random) }
        let data = try CopiedRows(first, copies)
        let search = try #require(try data.search(9_000))
        let (left, right) = try (matrix(data.first), matrix(copies))
        let found = ([1, 2, 3, 4] as [UInt8]).reduce(0) { sum, byte in
            let tables = data.tables(search, byte)
            return sum + numbers.indices.count { tables.finds(left, numbers[$0], right, $0) }
        }
        #expect(found >= 4 * 300 * 9 / 10)
    }

    /// The last three quarters of the positions are set in one row of twenty: they tell little and are not used.
    @Test func positionsThatTellLittleAreNotUsed() throws {
        var random = SplitMix64(seed: 3)
        let rows = (0..<400).map { _ in
            randomFilter(bytes: 128, share: 110, &random) + randomFilter(bytes: 384, share: 12, &random)
        }
        let copies = rows.map { CopiedRows.differing($0, 4, &random) }
        let search = try #require(try CopiedRows(rows, copies, threshold: 7_000).search(9_000))
        #expect(search.positions == Array(0..<1_024))
    }

    /// Limits grow with the bits that are set, from none: sketches of few set bits must be alike.
    @Test func sketchesOfFewBitsMustBeNearer() throws {
        let limits = try Self.planned.get().sketchLimits.map(Int.init)
        #expect(limits.count == 129 && limits[0] == 0)
        #expect(zip(limits, limits.dropFirst()).allSatisfy { $0 <= $1 })
        // Of rows that have nothing to do with each other, half of 64 bits differ; next to none of them pass.
        #expect((4...18).contains(limits[64]))
        // At the threshold a fifth of the set bits are in one row alone: of m bits more than the limit are so once in 10,000.
        for (set, limit) in limits.enumerated() where set > 0 && limit < limits[128] {
            let terms = (0...set).map { count -> Double in
                let (all, chosen, rest) = (Double(set), Double(count), Double(set - count))
                let ways = lgamma(all + 1) - lgamma(chosen + 1) - lgamma(rest + 1)
                return exp(ways + chosen * log(0.2) + rest * log(0.8))
            }
            #expect(terms.dropFirst(limit + 1).reduce(0, +) <= 1.2e-4)
            #expect(limit == 0 || terms.dropFirst(limit).reduce(0, +) > 0.8e-4)
        }
    }

    /// Few rows, pairs that are as far apart as strangers, a share that would take too many tables, no rows: nil, so all are compared.
    @Test func whereComparingAllCostsLessNothingIsPlanned() throws {
        let near = (0..<40).map { $0 % 20 }
        #expect(try CopiedRows((40, 40), bits: 2_048, distances: near).search(9_000) == nil)
        let far = (0..<200).map { 650 + $0 % 20 }
        #expect(try CopiedRows((200, 200), bits: 2_048, distances: far, threshold: 6_500).search(9_000) == nil)
        #expect(try CopiedRows((200, 200), bits: 2_048, distances: far, threshold: 6_500).search(9_999) == nil)
        #expect(try CopiedRows((0, 40), bits: 64, distances: []).search(9_000) == nil)
        #expect(try CopiedRows((40, 0), bits: 64, distances: []).search(9_000) == nil)
        #expect(try CopiedRows((0, 0), bits: 64, distances: []).search(1) == nil)
        #expect(try Self.data.get().search(9_999) == nil)
    }

    @Test func cancellingStopsThePlanning() throws {
        let data = try Self.data.get()
        let control = RunControl(threads: 2, isCancelled: { true })
        let error = #expect(throws: LinkageError.self) {
            try ApproximateSearch(data.input, threshold: data.threshold, recall: 9_000, control: control)
        }
        #expect(error?.kind == .cancelled)
    }
}
