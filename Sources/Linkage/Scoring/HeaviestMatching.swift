// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The one-to-one choice of the greatest total gain among some edges; a node may stay without any.
///
/// Shortest augmenting paths over sparse edges after Jonker & Volgenant (Computing 38, 1987): every row in turn is given its best column,
/// or none, along a path that moves other rows where that is worth it; columns have prices that make the next such path a shortest one of
/// non-negative steps. Gains are integers, so the choice is exact.
struct HeaviestMatching {
    /// A row and a column, each numbered from 0, and what joining them gains, above 0.
    struct Edge {
        var row: Int
        var column: Int
        var gain: Int64
    }

    private let edges: [Edge]
    private let ofRow: NumbersByKey
    private var prices: [Int64]
    private var edgeOfRow: [Int?]
    private var rowOfColumn: [Int?]

    /// The places of the chosen edges.
    ///
    /// - Complexity: O(rows · (edges + rows · columns)) at worst; about O(edges) where few edges compete.
    static func choose(_ edges: [Edge], rows: Int, columns: Int) -> [Int] {
        var matching = HeaviestMatching(edges, rows: rows, columns: columns)
        for row in 0..<rows { matching.augment(from: row) }
        return matching.edgeOfRow.compactMap(\.self)
    }

    private init(_ edges: [Edge], rows: Int, columns: Int) {
        self.edges = edges
        ofRow = NumbersByKey(keys: rows) { add in
            for (place, edge) in edges.enumerated() { add(UInt32(edge.row), UInt32(place)) }
        }
        prices = [Int64](repeating: 0, count: columns)
        edgeOfRow = [Int?](repeating: nil, count: rows)
        rowOfColumn = [Int?](repeating: nil, count: columns)
    }

    /// Gives a row its place among those that have one.
    private mutating func augment(from start: Int) {
        // What is lost, net of prices, on the best way to each column, and the last edge of that way.
        var loss = [Int64](repeating: .max, count: prices.count)
        var last = [Int](repeating: 0, count: prices.count)
        var (open, settled): ([Int], [Int]) = ([], [])
        // The row that had best go without a column, and the loss if it did.
        var idle = (row: start, loss: Int64(0))
        var (row, base) = (start, Int64(0))
        var free: Int?
        while free == nil {
            if base < idle.loss { idle = (row, base) }
            for place in ofRow[row] {
                let edge = edges[Int(place)]
                let through = base + prices[edge.column] - edge.gain
                guard through < loss[edge.column] else { continue }
                if loss[edge.column] == .max { open.append(edge.column) }
                loss[edge.column] = through
                last[edge.column] = Int(place)
            }
            guard let nearest = nearest(open, loss), loss[open[nearest]] < idle.loss else { break }
            let column = open.remove(at: nearest)
            if let next = rowOfColumn[column], let held = edgeOfRow[next] {
                settled.append(column)
                row = next
                base = loss[column] + edges[held].gain - prices[column]
            } else {
                free = column
            }
        }
        // Columns on the way become dearer by what they were nearer than the end, which then is no worse for anyone.
        let end = free.map { loss[$0] } ?? idle.loss
        for column in settled { prices[column] += end - loss[column] }
        var column = free
        if column == nil {
            column = edgeOfRow[idle.row].map { edges[$0].column }
            edgeOfRow[idle.row] = nil
        }
        while let taken = column {
            let edge = edges[last[taken]]
            column = edgeOfRow[edge.row].map { edges[$0].column }
            edgeOfRow[edge.row] = last[taken]
            rowOfColumn[taken] = edge.row
        }
    }

    /// The place of the column of the least loss; of several a free one, which ends the search, then the lowest.
    private func nearest(_ open: [Int], _ loss: [Int64]) -> Int? {
        func key(_ place: Int) -> (Int64, Int, Int) {
            (loss[open[place]], rowOfColumn[open[place]] == nil ? 0 : 1, open[place])
        }
        return open.indices.min { key($0) < key($1) }
    }
}
