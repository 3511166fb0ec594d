// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Reads an overview, and says which of its counts make up which others.
struct FigureBuilder {
    struct Counted {
        let cell: Suppression.Cell
        let value: Int
    }

    struct DatasetCells {
        let records, onSpine, offSpine, linked, unlinked: Counted
    }

    struct Cells {
        let people, onSpine, offSpine, linked, single: Counted
        let datasets: [DatasetCells]
        /// Nil for pairs that no other count depends on.
        let pairs: [Counted?]
        let sizes: [(records: Int, people: Counted)]
    }

    struct Dataset {
        let name: String
        let role: String
        let records, onSpine, linked, possible: Int
    }

    private(set) var suppression: Suppression
    let datasets: [Dataset]
    let pairs: [(first: Int, second: Int, people: Int)]
    let binPairs: [Int]
    let binConflicts: [Int]
    private let people, onSpine, linked: Int
    private let sizes: [(records: Int, people: Int)]

    init(_ overview: JSONValue, smallest: Int) {
        func list(_ value: JSONValue?) -> [JSONValue] { value?.array ?? [] }
        suppression = Suppression(smallest: smallest)
        datasets = list(overview["datasets"]).map { value in
            Dataset(
                name: value["name"]?.string ?? "",
                role: value["role"]?.string ?? "",
                records: value.count("records"),
                onSpine: value.count("onSpine"),
                linked: value.count("linked"),
                possible: value.count("possible")
            )
        }
        let names = datasets.map(\.name)
        pairs = list(overview["pairs"]).compactMap { value in
            guard let first = names.firstIndex(of: value["first"]?.string ?? ""),
                let second = names.firstIndex(of: value["second"]?.string ?? "")
            else { return nil }
            return (first, second, value.count("people"))
        }
        sizes = list(overview["clusterSizes"]).map { ($0.count("records"), $0.count("people")) }
        binPairs = list(overview["histogram"]?["pairs"]).map { Int($0.integer ?? 0) }
        binConflicts = list(overview["histogram"]?["conflicts"]).map { Int($0.integer ?? 0) }
        (people, onSpine, linked) = (overview.count("people"), overview.count("onSpine"), overview.count("linked"))
    }

    mutating func relate() -> Cells {
        let all = add(people)
        let (spine, offSpine) = parts(onSpine, of: all)
        let (joined, single) = parts(linked, of: all)
        let datasets = datasets.map { dataset in
            // How many rows a file has, the list of files says as well.
            let records = add(dataset.records, isFixed: true)
            let (onSpine, offSpine) = parts(dataset.onSpine, of: records)
            let (linked, unlinked) = parts(dataset.linked, of: records)
            return DatasetCells(
                records: records,
                onSpine: onSpine,
                offSpine: offSpine,
                linked: linked,
                unlinked: unlinked
            )
        }
        for (cells, source) in zip(datasets, self.datasets) where source.role == "spine" {
            equate(spine, cells.records)
        }
        let sizes = relateSizes(to: all, datasets)
        let pairs = pairs.map { pair in self.relate(pair, datasets, joined) }
        return Cells(
            people: all,
            onSpine: spine,
            offSpine: offSpine,
            linked: joined,
            single: single,
            datasets: datasets,
            pairs: pairs,
            sizes: sizes
        )
    }

    /// People by their number of records make up all people, and with these numbers as factors all records.
    private mutating func relateSizes(
        to all: Counted,
        _ datasets: [DatasetCells]
    ) -> [(records: Int, people: Counted)] {
        var cells: [(records: Int, people: Counted)] = []
        for size in sizes where size.records < Figures.largestSize { cells.append((size.records, add(size.people))) }
        let tail = sizes.filter { $0.records >= Figures.largestSize }
        var parts = cells.map { (cell: $0.people.cell, times: $0.records) }
        if !tail.isEmpty {
            cells.append((Figures.largestSize, add(tail.reduce(0) { $0 + $1.people })))
            // How many records these people have is shown nowhere: a count of its own.
            let records = tail.reduce(0) { $0 + $1.people * $1.records }
            parts.append((suppression.add(records, isFixed: true), 1))
        }
        suppression.relate(all.cell, to: cells.map(\.people.cell))
        let records = add(datasets.reduce(0) { $0 + $1.records.value }, isFixed: true)
        suppression.relate(records.cell, to: datasets.map(\.records.cell))
        suppression.relate(records.cell, to: parts)
        return cells
    }

    /// Who is in a dataset and on the spine is on the spine; of two datasets, who is in both is linked.
    private mutating func relate(
        _ pair: (first: Int, second: Int, people: Int),
        _ datasets: [DatasetCells],
        _ linked: Counted
    ) -> Counted? {
        let roles = (self.datasets[pair.first].role, self.datasets[pair.second].role)
        guard self.datasets.count == 2 || roles.0 == "spine" || roles.1 == "spine" else { return nil }
        let cell = add(pair.people)
        for place in [pair.first, pair.second] {
            let rest = add(datasets[place].records.value - pair.people)
            suppression.relate(datasets[place].records.cell, to: [cell.cell, rest.cell])
        }
        if roles.1 == "spine" { equate(cell, datasets[pair.first].onSpine) }
        if roles.0 == "spine" { equate(cell, datasets[pair.second].onSpine) }
        if self.datasets.count == 2 {
            for other in [linked, datasets[0].linked, datasets[1].linked] { equate(cell, other) }
        }
        return cell
    }

    private mutating func add(_ value: Int, isFixed: Bool = false) -> Counted {
        Counted(cell: suppression.add(value, isFixed: isFixed), value: value)
    }

    private mutating func parts(_ value: Int, of whole: Counted) -> (Counted, Counted) {
        let (part, rest) = (add(value), add(whole.value - value))
        suppression.relate(whole.cell, to: [part.cell, rest.cell])
        return (part, rest)
    }

    /// Says that two counts are one, if they are.
    private mutating func equate(_ left: Counted, _ right: Counted) { suppression.relate(left.cell, to: [right.cell]) }
}

extension JSONValue {
    /// A member that is a count; 0 if there is none.
    func count(_ key: String) -> Int { Int(self[key]?.integer ?? 0) }
}
