// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import Files
import TestSupport
import Testing

@Suite struct AssignmentTests {
    /// Every way to give the smaller side's members different partners, by trying them all.
    private func greatestSum(_ scores: Matrix, row: Int = 0, taken: Set<Int> = []) -> Double {
        guard row < scores.rows else { return 0 }
        return (0..<scores.columns).filter { !taken.contains($0) }
            .map { Double(scores[row, $0]) + greatestSum(scores, row: row + 1, taken: taken.union([$0])) }
            .max() ?? -.infinity
    }

    private func sum(_ scores: Matrix, _ assigned: [Int?]) -> Double {
        zip(0..., assigned).reduce(0) { sum, pair in sum + (pair.1.map { Double(scores[pair.0, $0]) } ?? 0) }
    }

    private func drawn(_ rows: Int, _ columns: Int, range: UInt64, seed: UInt64) -> Matrix {
        var random = SplitMix64(seed: seed)
        return Matrix(
            rows: rows,
            columns: columns,
            values: (0..<rows * columns).map { _ in Float((random.next() >> 33) % range) }
        )
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func isTheBestOfAllPermutations(seed: UInt64) {
        let rows = Int(seed % 6) + 1
        let scores = drawn(rows, rows + Int(seed % 3), range: seed % 2 == 0 ? 3 : 1_000, seed: seed)
        var solver = LinearAssignment(rows: scores.rows, columns: scores.columns)
        let assigned = solver.maximise(scores)
        #expect(Set(assigned.compactMap(\.self)).count == rows)
        #expect(sum(scores, assigned) == greatestSum(scores))
    }

    @Test func sumsAreThoseOfAnotherSolver() throws {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let text = try InputFile(path: "/\(folder)/Fixtures/assignment.tsv").readAll(limit: 1 << 20)
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").dropFirst()
        #expect(lines.count == 40)
        for line in lines {
            let numbers = line.split(separator: "\t").compactMap { Int($0) }
            try #require(numbers.count == 5)
            let scores = drawn(numbers[1], numbers[2], range: UInt64(numbers[3]), seed: UInt64(numbers[0]))
            var solver = LinearAssignment(rows: scores.rows, columns: scores.columns)
            let assigned = solver.maximise(scores)
            let columns = assigned.compactMap(\.self)
            #expect(assigned.count == scores.rows)
            #expect(columns.count == min(scores.rows, scores.columns) && Set(columns).count == columns.count)
            #expect(sum(scores, assigned) == Double(numbers[4]), "seed \(numbers[0])")
        }
    }

    /// A solver that starts from the prices of another problem finds sums as good as a new one.
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func pricesOfTheLastProblemChangeNoSum(seed: UInt64) {
        var kept = LinearAssignment(rows: 30, columns: 30)
        for round in 0..<4 as Range<UInt64> {
            let scores = drawn(30, 30, range: 50, seed: seed * 100 + round)
            var new = LinearAssignment(rows: 30, columns: 30)
            #expect(sum(scores, kept.maximise(scores)) == sum(scores, new.maximise(scores)))
        }
    }

    @Test func nothingToAssign() {
        var solver = LinearAssignment(rows: 3, columns: 0)
        #expect(solver.maximise(Matrix(rows: 3, columns: 0)) == [nil, nil, nil])
    }
}
