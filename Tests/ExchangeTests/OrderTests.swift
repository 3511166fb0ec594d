// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Files
import TestSupport
import Testing

/// The order of rows is drawn at random, whether they stay in memory or spill.
@Suite struct OrderTests {
    private let fixture: ExchangeFixture

    init() throws { fixture = try ExchangeFixture() }

    /// Where the first and the last of ten rows come to stand in 1,000 files; 9 degrees of freedom, p < 10^-6.
    @Test(arguments: [Tuning(), ExchangeFixture.tiny])
    func everyPlaceIsEquallyLikely(tuning: Tuning) throws {
        let trials = 1_000
        let rows = (0..<10).map { [UInt8](repeating: UInt8($0), count: ExchangeFixture.rowBytes) }
        var places = [[Int](repeating: 0, count: 10), [Int](repeating: 0, count: 10)]
        for trial in 0..<trials {
            let path = try fixture.write(rows, as: "file-\(trial)", tuning: tuning).path
            let order = try fixture.open(path).presence.enumerated().compactMap {
                $0.offset % 8 == 0 ? $0.element : nil
            }
            try #require(order.sorted() == Array(0..<10))
            for (which, row) in [UInt8(0), 9].enumerated() {
                places[which][try #require(order.firstIndex(of: row))] += 1
            }
        }
        for counts in places {
            let expected = Double(trials) / 10
            let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
            #expect(chiSquare < 43.8, "\(counts)")
        }
    }

    @Test(arguments: [Tuning(), ExchangeFixture.tiny])
    func neighboursDoNotStayTogether(tuning: Tuning) throws {
        let count = 1_000
        let rows = (0..<count).map { number in
            (0..<ExchangeFixture.rowBytes).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 2))) }
        }
        let dataset = try fixture.open(fixture.write(rows, tuning: tuning).path)
        let order = (0..<count).map { Int(dataset.presence[8 * $0]) | Int(dataset.presence[8 * $0 + 1]) << 8 }
        try #require(order.sorted() == Array(0..<count))
        // In a random order two neighbours follow each other about twice, a row stays in its place about once.
        #expect(zip(order, order.dropFirst()).count { abs($0 - $1) == 1 } < 15)
        #expect(order.enumerated().count { $0.offset == $0.element } < 10)
        // The sum of the products with the place has this deviation under all orders (Wald and Wolfowitz 1943).
        let mean = Double(count - 1) / 2
        let covariance = order.enumerated().reduce(0.0) {
            $0 + (Double($1.offset) - mean) * (Double($1.element) - mean)
        }
        let variance = Double(count * count - 1) / 12
        #expect(abs(covariance / Double(count) / variance) < 5 / Double(count - 1).squareRoot())
    }

    @Test(arguments: [5, 30, 300, 2_000])
    func spilledRowsAllComeBack(count: Int) throws {
        let rows = ExchangeFixture.rows(count, seed: UInt64(count))
        let (path, rowOfToken) = try fixture.write(rows, tuning: ExchangeFixture.tiny)
        let dataset = try fixture.open(path)
        #expect(dataset.header.rows == count && rowOfToken.count == count)
        #expect(dataset.rowOfToken == rowOfToken)
    }

    @Test func whatSpillsShowsNoRow() throws {
        let writer = try fixture.writer(tuning: ExchangeFixture.tiny)
        let rows = ExchangeFixture.rows(200, seed: 9)
        let tokens = try rows.map { try writer.append($0) }
        let descriptor = try #require(try OpenFiles.nameless(in: fixture.folder.path).first)
        let spilled = try OpenFiles.content(of: descriptor)
        // All but what the buckets hold has been spilled.
        #expect(spilled.count > 180 * 48)
        for (row, token) in zip(rows, tokens) {
            for start in stride(from: 0, to: row.count, by: 4) {
                #expect(!spilled.contains(Array(row[start..<start + 4])))
            }
            #expect(!spilled.contains(Array(token.array.prefix(4))))
        }
        _ = try writer.finish(rowsIn: 200, rowsRejected: 0, rowsBlank: 0)
        #expect(try OpenFiles.names(in: fixture.folder.path) == ["sealed"])
    }

    @Test func aSmallFileNeverSpills() throws {
        let writer = try fixture.writer(tuning: Tuning())
        for row in ExchangeFixture.rows(10_000, seed: 1) { _ = try writer.append(row) }
        #expect(try OpenFiles.nameless(in: fixture.folder.path).isEmpty)
        _ = try writer.finish(rowsIn: 10_000, rowsRejected: 0, rowsBlank: 0)
    }
}
