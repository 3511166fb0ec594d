// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Decides which counts are shown, so that no small one can be read or computed from what is.
///
/// A count from 1 to `smallest` − 1 is never shown; 0 is, as in the publications of the Centers for Medicare & Medicaid Services. Counts
/// that are tied to it by a sum are hidden besides, until each hidden count could as well be another: for every one there is another set
/// of whole numbers, all at least 1 (a reader knows that what is hidden is not 0), that agrees with all that is shown. Small ones and
/// those hidden for their sake look alike. Complementary cell suppression, after Cox, *Suppression methodology and statistical disclosure
/// control* (JASA, 1980).
package struct Suppression: Sendable {
    /// A count's place among those that were added.
    package typealias Cell = Int
    /// Cells with their factors, which sum to 0.
    private typealias Relation = [Cell: Int]

    private let smallest: Int
    private var values: [Int] = []
    private var isFixed: [Bool] = []
    private var relations: [Relation] = []

    /// - Parameter smallest: the smallest count above 0 that may be shown.
    package init(smallest: Int) { self.smallest = smallest }

    /// Adds a count.
    ///
    /// - Parameter isFixed: whether it can be read elsewhere, so that hiding it here is the last resort.
    package mutating func add(_ value: Int, isFixed: Bool = false) -> Cell {
        values.append(value)
        self.isFixed.append(isFixed)
        return values.count - 1
    }

    /// Says that a sum of other counts, each so many times, makes up a count; a sum that does not is no relation.
    package mutating func relate(_ whole: Cell, to parts: [(cell: Cell, times: Int)]) {
        guard parts.reduce(0, { $0 + values[$1.cell] * $1.times }) == values[whole] else { return }
        var relation: Relation = [whole: -1]
        for part in parts { relation[part.cell, default: 0] += part.times }
        relations.append(relation.filter { $0.value != 0 })
    }

    /// Says that counts make up another one.
    package mutating func relate(_ whole: Cell, to parts: [Cell]) { relate(whole, to: parts.map { ($0, 1) }) }

    /// By cell, whether it is hidden.
    package func hidden() -> [Bool] {
        var hidden = values.map { !Self.isLarge($0, smallest) }
        while let next = exposed(hidden).lazy.compactMap({ companion(of: $0, hidden) }).first { hidden[next] = true }
        guard exposed(hidden).isEmpty else { return hidden }
        // What was hidden in vain is shown again, what could be computed anyway among it: what can be read elsewhere first, then the
        // largest.
        let others = values.indices.filter { hidden[$0] && Self.isLarge(values[$0], smallest) }
        for cell in others.sorted(by: { (isFixed[$0] ? 0 : 1, -values[$0]) < (isFixed[$1] ? 0 : 1, -values[$1]) }) {
            hidden[cell] = false
            if !exposed(hidden).isEmpty { hidden[cell] = true }
        }
        return hidden
    }

    /// Whether a count that is part of a known whole may be shown: neither it nor what is left may be small.
    static func isShown(_ part: Int, of whole: Int, smallest: Int) -> Bool {
        isLarge(part, smallest) && isLarge(whole - part, smallest)
    }

    static func isLarge(_ value: Int, _ smallest: Int) -> Bool { value == 0 || value >= smallest }

    /// What to hide so that a hidden count can't be computed: the smallest that stands in a sum with it, otherwise in one with any.
    private func companion(of cell: Cell, _ hidden: [Bool]) -> Cell? {
        let near = relations.filter { $0[cell] != nil }
        let far = relations.filter { relation in relation.keys.contains { hidden[$0] } }
        for mayBeFixed in [false, true] {
            for group in [near, far] {
                let candidates = group.flatMap(\.keys).filter {
                    !hidden[$0] && values[$0] > 0 && (mayBeFixed || !isFixed[$0])
                }
                if let best = candidates.min(by: { (values[$0], $0) < (values[$1], $1) }) { return best }
            }
        }
        return nil
    }

    /// Small counts that no change was found for which leaves all that is shown as it is.
    private func exposed(_ hidden: [Bool]) -> [Cell] {
        let cells = values.indices.filter { hidden[$0] }
        let own = cells.map { values[$0] }
        guard
            let changes = IntegerKernel.basis(
                relations.map { relation in cells.map { relation[$0] ?? 0 } },
                cells.count
            )
        else { return cells.filter { !Self.isLarge(values[$0], smallest) } }
        var isSafe = [Bool](repeating: false, count: cells.count)
        func take(_ change: [Int]) {
            guard [1, -1].contains(where: { sign in zip(own, change).allSatisfy { $0 + sign * $1 >= 1 } }) else {
                return
            }
            for (place, step) in change.enumerated() where step != 0 { isSafe[place] = true }
        }
        changes.forEach(take)
        for place in cells.indices where !isSafe[place] {
            // One change alone may push a count below 1 where two together do not.
            for change in changes where change[place] != 0 {
                for other in changes where !isSafe[place] {
                    take(zip(change, other).map { $0 + $1 })
                    take(zip(change, other).map { $0 - $1 })
                }
            }
        }
        return cells.indices.filter { !isSafe[$0] }.map { cells[$0] }.filter { !Self.isLarge(values[$0], smallest) }
    }
}

/// The whole-numbered solutions of homogeneous equations.
enum IntegerKernel {
    /// Numbers stay below this, so that no product of two of them, nor the difference of two such, is out of range.
    private static let limit = 1 << 30

    /// A basis, one vector for each unknown that can be chosen freely; O(rows² · columns).
    ///
    /// - Returns: nil if numbers become too large to go on with.
    static func basis(_ equations: [[Int]], _ columns: Int) -> [[Int]]? {
        var rows = equations.filter { row in row.contains { $0 != 0 } }
        guard rows.allSatisfy(isSmall) else { return nil }
        var pivots: [(row: Int, column: Int)] = []
        for column in 0..<columns {
            let done = pivots.count
            guard let found = rows.indices.dropFirst(done).first(where: { rows[$0][column] != 0 }) else { continue }
            rows.swapAt(done, found)
            let pivot = rows[done]
            for index in rows.indices where index != done && rows[index][column] != 0 {
                let factor = rows[index][column]
                rows[index] = reduced(zip(rows[index], pivot).map { $0 * pivot[column] - $1 * factor })
                guard isSmall(rows[index]) else { return nil }
            }
            pivots.append((done, column))
        }
        let bound = Set(pivots.map(\.column))
        var basis: [[Int]] = []
        for free in 0..<columns where !bound.contains(free) {
            let using = pivots.filter { rows[$0.row][free] != 0 }
            var common = 1
            for (row, column) in using {
                common *= rows[row][column] / divisor(common, rows[row][column])
                guard isSmall([common]) else { return nil }
            }
            var vector = [Int](repeating: 0, count: columns)
            vector[free] = common
            for (row, column) in using { vector[column] = -rows[row][free] * (common / rows[row][column]) }
            let shortest = reduced(vector)
            guard isSmall(shortest) else { return nil }
            basis.append(shortest)
        }
        return basis
    }

    private static func isSmall(_ row: [Int]) -> Bool { row.allSatisfy { abs($0) < limit } }

    private static func reduced(_ row: [Int]) -> [Int] {
        let common = row.reduce(0) { divisor($0, $1) }
        return common > 1 ? row.map { $0 / common } : row
    }

    private static func divisor(_ left: Int, _ right: Int) -> Int {
        var (left, right) = (abs(left), abs(right))
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }
}
