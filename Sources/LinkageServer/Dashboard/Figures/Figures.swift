// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// A count as it is shown.
package enum Figure: Sendable, Equatable {
    case count(Int)
    /// Small, or hidden so that a small one can't be computed.
    case hidden

    package var value: Int? { if case .count(let value) = self { value } else { nil } }
}

/// What a run left in the spine, with small counts hidden: all that pages show of it.
package struct Figures: Sendable {
    package struct Dataset: Sendable {
        package let name: String
        package let role: String
        package var records = Figure.hidden
        package var onSpine = Figure.hidden
        package var offSpine = Figure.hidden
        package var linked = Figure.hidden
        package var unlinked = Figure.hidden
        package var possible = Figure.hidden
    }

    /// People who are in two datasets.
    package struct Pair: Sendable {
        package let first: String
        package let second: String
        package let people: Figure
        /// Their share of the smaller dataset's records; nil if hidden.
        package let rate: Double?
    }

    package private(set) var people = Figure.hidden
    package private(set) var onSpine = Figure.hidden
    package private(set) var offSpine = Figure.hidden
    package private(set) var linked = Figure.hidden
    package private(set) var single = Figure.hidden
    package private(set) var datasets: [Dataset] = []
    package private(set) var pairs: [Pair] = []
    /// How many people have how many records; the last entry is that many or more.
    package private(set) var sizes: [(records: Int, people: Figure)] = []
    package private(set) var bins: [PooledBins.Bin] = []

    /// Sizes from this on are counted together.
    package static let largestSize = 10

    /// - Parameter overview: as `Overview` wrote it.
    package init(_ overview: JSONValue, smallest: Int) {
        var builder = FigureBuilder(overview, smallest: smallest)
        let cells = builder.relate()
        let hidden = builder.suppression.hidden()
        func shown(_ cell: FigureBuilder.Counted) -> Figure { hidden[cell.cell] ? .hidden : .count(cell.value) }
        people = shown(cells.people)
        (onSpine, offSpine) = (shown(cells.onSpine), shown(cells.offSpine))
        (linked, single) = (shown(cells.linked), shown(cells.single))
        datasets = zip(builder.datasets, cells.datasets).map { source, cells in
            let isPossibleShown = Suppression.isShown(source.possible, of: source.records, smallest: smallest)
            return Dataset(
                name: source.name,
                role: source.role,
                records: shown(cells.records),
                onSpine: shown(cells.onSpine),
                offSpine: shown(cells.offSpine),
                linked: shown(cells.linked),
                unlinked: shown(cells.unlinked),
                possible: isPossibleShown ? .count(source.possible) : .hidden
            )
        }
        pairs = zip(builder.pairs, cells.pairs).map { pair, cell in
            let wholes = [pair.first, pair.second].map { builder.datasets[$0].records }
            // A record may share its person with others of its dataset, so that people can be fewer than records, never more.
            let isShown = wholes.allSatisfy { Suppression.isShown(pair.people, of: $0, smallest: smallest) }
            let figure = isShown ? cell.map(shown) ?? .count(pair.people) : .hidden
            let least = Double(max(1, wholes.min() ?? 1))
            return Pair(
                first: builder.datasets[pair.first].name,
                second: builder.datasets[pair.second].name,
                people: figure,
                rate: figure.value.map { Double($0) / least }
            )
        }
        sizes = cells.sizes.map { ($0.records, shown($0.people)) }
        bins = PooledBins.pool(pairs: builder.binPairs, conflicts: builder.binConflicts, smallest: smallest)
    }
}
