// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import LinkageServer
import TestSupport
import Testing

/// A published table of counts and the sums that tie them, with the reader who tries every way to fill the gaps.
private struct Table {
    var values: [Int] = []
    /// Whole, then its parts with their factors.
    var sums: [(whole: Int, parts: [(cell: Int, times: Int)])] = []

    mutating func add(_ value: Int) -> Int {
        values.append(value)
        return values.count - 1
    }

    mutating func total(of parts: [(cell: Int, times: Int)]) -> Int {
        let whole = add(parts.reduce(0) { $0 + values[$1.cell] * $1.times })
        sums.append((whole, parts))
        return whole
    }

    func hidden(smallest: Int, fixed: Set<Int> = []) -> [Bool] {
        var suppression = Suppression(smallest: smallest)
        for (cell, value) in values.enumerated() { _ = suppression.add(value, isFixed: fixed.contains(cell)) }
        for sum in sums { suppression.relate(sum.whole, to: sum.parts) }
        return suppression.hidden()
    }

    /// The hidden cells that can have no other value than their own, all values from 1 to `most` being tried.
    func derivable(_ hidden: [Bool], most: Int) -> [Int] {
        let cells = values.indices.filter { hidden[$0] }
        var found = Set<Int>()
        for cell in cells where !found.contains(cell) {
            for value in near(cell, most) where value != values[cell] && !found.contains(cell) {
                var filled: [Int?] = values.indices.map { hidden[$0] ? nil : values[$0] }
                filled[cell] = value
                guard let other = filling(filled, most) else { continue }
                found.formUnion(cells.filter { other[$0] != values[$0] })
            }
        }
        return cells.filter { !found.contains($0) }
    }

    /// What a cell may be, its own value first.
    private func near(_ cell: Int, _ most: Int) -> [Int] {
        (1...most).sorted { abs($0 - values[cell]) < abs($1 - values[cell]) }
    }

    /// All cells with the gaps filled so that every sum holds; nil if they can't be.
    private func filling(_ start: [Int?], _ most: Int) -> [Int]? {
        var filled = start
        var isChanged = true
        // A sum with one gap says what stands in it.
        while isChanged {
            isChanged = false
            for sum in sums {
                let terms = sum.parts + [(cell: sum.whole, times: -1)]
                let gaps = terms.filter { filled[$0.cell] == nil }
                let rest = terms.reduce(0) { $0 + (filled[$1.cell] ?? 0) * $1.times }
                if gaps.isEmpty, rest != 0 { return nil }
                guard gaps.count == 1, let gap = gaps.first else { continue }
                guard rest % gap.times == 0, (1...most * 10).contains(-rest / gap.times) else { return nil }
                filled[gap.cell] = -rest / gap.times
                isChanged = true
            }
        }
        guard let gap = filled.firstIndex(where: { $0 == nil }) else { return filled.compactMap(\.self) }
        for value in near(gap, most) {
            filled[gap] = value
            if let whole = filling(filled, most) { return whole }
        }
        return nil
    }
}

@Suite struct SuppressionTests {
    @Test func theReaderOfTheTestFindsWhatOneHiddenCountAlonGivesAway() {
        var table = Table()
        let (few, many) = (table.add(2), table.add(20))
        _ = table.total(of: [(few, 1), (many, 1)])
        #expect(table.derivable([true, false, false], most: 25) == [few])
        #expect(table.derivable([true, true, false], most: 25).isEmpty)
    }

    @Test func twoOnesAreNotLeftBesideTheirSum() {
        // 1 + 1 + 9 = 11: with the ones alone hidden, 2 is left for two counts that are not 0.
        var table = Table()
        let cells = [1, 1, 12].map { table.add($0) }
        _ = table.total(of: cells.map { ($0, 1) })
        let hidden = table.hidden(smallest: 2)
        #expect(hidden[0] && hidden[1])
        #expect(table.derivable(hidden, most: 16).isEmpty)
        #expect(table.derivable([true, true, false, false], most: 16) == [0, 1])
    }

    @Test func noneAndEnoughAreShown() {
        var table = Table()
        let cells = [0, 11, 40].map { table.add($0) }
        _ = table.total(of: cells.map { ($0, 1) })
        #expect(table.hidden(smallest: 11) == [false, false, false, false])
    }

    @Test func whatIsReadElsewhereIsHiddenLast() {
        var table = Table()
        let (on, off) = (table.add(95), table.add(5))
        let all = table.total(of: [(on, 1), (off, 1)])
        #expect(table.hidden(smallest: 11, fixed: [all]) == [true, true, false])
    }

    /// People by number of records, and their records in all: two sums with other factors determine two gaps.
    @Test func factorsAreSolvedToo() {
        var table = Table()
        let cells = [60, 7, 30].map { table.add($0) }
        _ = table.total(of: cells.map { ($0, 1) })
        let records = table.total(of: cells.enumerated().map { ($1, $0 + 1) })
        let hidden = table.hidden(smallest: 11, fixed: [records])
        #expect(table.derivable([true, true, false, false, false], most: 110) == [0, 1])
        #expect(hidden[1] && table.derivable(hidden, most: 110).isEmpty)
    }

    @Test(arguments: 0..<150 as Range<UInt64>)
    func noHiddenCountCanBeComputed(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let (rows, columns) = (Int.random(in: 1...2, using: &random), Int.random(in: 2...3, using: &random))
        var table = Table()
        let cells = (0..<rows).map { _ in
            (0..<columns).map { _ in table.add(Int.random(in: 0...6, using: &random)) }
        }
        let rowTotals = cells.map { row in table.total(of: row.map { ($0, 1) }) }
        _ = (0..<columns).map { column in table.total(of: cells.map { ($0[column], 1) }) }
        let all = table.total(of: rowTotals.map { ($0, 1) })
        if seed % 3 == 0 { _ = table.total(of: cells[0].enumerated().map { ($1, $0 + 1) }) }
        let smallest = Int.random(in: 2...4, using: &random)
        let hidden = table.hidden(smallest: smallest, fixed: seed % 2 == 0 ? [all] : [])
        for (cell, value) in table.values.enumerated() where (1..<smallest).contains(value) { #expect(hidden[cell]) }
        for (cell, value) in table.values.enumerated() where value == 0 { #expect(!hidden[cell]) }
        #expect(table.derivable(hidden, most: 20).isEmpty)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func noTwoThresholdsTellASmallCount(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let most = [3, 30, 300][Int(seed % 3)]
        let pairs = (0..<50).map { _ in Bool.random(using: &random) ? Int.random(in: 0...most, using: &random) : 0 }
        let conflicts = pairs.map { Int.random(in: 0...$0, using: &random) }
        let bins = PooledBins.pool(pairs: pairs, conflicts: conflicts, smallest: 11)
        let isAnything = pairs.reduce(0, +) >= 22
        if bins.isEmpty {
            #expect(
                !isAnything || (1..<11).contains(conflicts.reduce(0, +))
                    || (1..<11).contains(pairs.reduce(0, +) - conflicts.reduce(0, +))
            )
            return
        }
        #expect(bins.first?.range.lowerBound == 0 && bins.last?.range.upperBound == 50)
        for (bin, next) in zip(bins, bins.dropFirst()) { #expect(bin.range.upperBound == next.range.lowerBound) }
        for first in bins.indices {
            for last in first..<bins.count {
                let part = bins[first...last]
                let range = bins[first].range.lowerBound..<bins[last].range.upperBound
                let sums = (part.reduce(0) { $0 + $1.pairs }, part.reduce(0) { $0 + $1.conflicts })
                #expect(sums.0 == pairs[range].reduce(0, +) && sums.1 == conflicts[range].reduce(0, +))
                for count in [sums.0, sums.1, sums.0 - sums.1] { #expect(count == 0 || count >= 11) }
            }
        }
    }
}
