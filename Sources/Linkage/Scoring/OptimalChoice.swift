// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One-to-one choices among pairs of nodes, those of the greatest total gain in each connected component.
///
/// A component of more nodes than can be afforded is walked as greedy does, in the order of its pairs.
package struct OptimalChoice: Sendable {
    /// A node of each side, and what joining them gains, 1 to 2^32.
    package struct Pair: Sendable {
        package let first: Int
        package let second: Int
        package let gain: Int64

        package init(first: Int, second: Int, gain: Int64) {
            self.first = first
            self.second = second
            self.gain = gain
        }
    }

    /// Nodes of a component that are decided exactly: seconds at worst.
    package static let greatestComponent = 2_000

    /// Of each pair whether it is chosen.
    package private(set) var isChosen: [Bool]
    /// Of each pair whether it is not, but is part of another choice of the same total: of that one that keeps fewest of the chosen pairs.
    package private(set) var isTied: [Bool]
    /// Components that had too many nodes.
    package private(set) var greedyComponents = 0

    /// Chooses among pairs.
    ///
    /// - Parameters:
    ///   - pairs: gains descending. The order decides between choices of the same total, the numbers of nodes do not. Of pairs of the same nodes
    ///     the first counts.
    ///   - nodes: of both sides together; a number is of one side only.
    /// - Complexity: O(nodes + pairs) where few pairs compete; no component takes more than O(`greatestComponent`^3).
    package init(_ pairs: [Pair], nodes: Int, greatestComponent: Int = greatestComponent) {
        isChosen = [Bool](repeating: false, count: pairs.count)
        isTied = isChosen
        var forest = Forest(count: nodes)
        for pair in pairs { forest.join(pair.first, pair.second) }
        let components = NumbersByKey(keys: nodes) { add in
            for (place, pair) in pairs.enumerated() { add(UInt32(forest.root(pair.first)), UInt32(place)) }
        }
        for root in 0..<nodes where !components[root].isEmpty {
            let places = components[root].map { Int($0) }
            guard places.count > 1 else {
                isChosen[places[0]] = true
                continue
            }
            let component = Component(places, of: pairs)
            if component.rows + component.columns > greatestComponent {
                greedyComponents += 1
                chooseGreedily(component)
            } else {
                choose(component)
            }
        }
    }

    private mutating func choose(_ component: Component) {
        var edges = component.edges
        let chosen = HeaviestMatching.choose(edges, rows: component.rows, columns: component.columns)
        for edge in chosen { isChosen[component.places[edge]] = true }
        // Again, where what was chosen is worth a trifle less, too little to be left for a smaller total.
        for edge in edges.indices { edges[edge].gain *= Int64(component.rows + 1) }
        for edge in chosen { edges[edge].gain -= 1 }
        for edge in HeaviestMatching.choose(edges, rows: component.rows, columns: component.columns) {
            isTied[component.places[edge]] = !isChosen[component.places[edge]]
        }
    }

    private mutating func chooseGreedily(_ component: Component) {
        var gainOfRow = [Int64?](repeating: nil, count: component.rows)
        var gainOfColumn = [Int64?](repeating: nil, count: component.columns)
        for (place, edge) in zip(component.places, component.edges) {
            if gainOfRow[edge.row] == nil, gainOfColumn[edge.column] == nil {
                isChosen[place] = true
                (gainOfRow[edge.row], gainOfColumn[edge.column]) = (edge.gain, edge.gain)
            } else {
                isTied[place] = [gainOfRow[edge.row], gainOfColumn[edge.column]].contains(edge.gain)
            }
        }
    }
}

/// Pairs that hang together, each pair of nodes once; rows and columns are numbered as they first occur.
private struct Component {
    private(set) var places: [Int] = []
    private(set) var edges: [HeaviestMatching.Edge] = []
    private(set) var rows = 0
    private(set) var columns = 0

    init(_ all: [Int], of pairs: [OptimalChoice.Pair]) {
        var numbers: [Int: Int] = [:]
        var known: Set<SIMD2<Int>> = []
        for place in all {
            let pair = pairs[place]
            guard known.insert([pair.first, pair.second]).inserted else { continue }
            let row = numbers[pair.first] ?? rows
            let column = numbers[pair.second] ?? columns
            (numbers[pair.first], numbers[pair.second]) = (row, column)
            (rows, columns) = (max(rows, row + 1), max(columns, column + 1))
            places.append(place)
            edges.append(HeaviestMatching.Edge(row: row, column: column, gain: pair.gain))
        }
    }
}
