// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The mining of ever smaller parts of the rows and of the people who should be behind them.
struct PatternSearch {
    private struct Part {
        let rows: RowSet
        let people: RowSet
    }

    private let mining: PatternMining
    private let leastShare: Double
    private let columns: Columns
    private let tokens: Columns
    private(set) var patterns: [PatternMiningResult.TokenPattern] = []
    private(set) var parts = 0
    /// The place in `patterns` of every token that has one.
    private var places: [Int: Int] = [:]

    init(_ mining: PatternMining, leastShare: Double, columns: Columns, tokens: Columns) {
        self.mining = mining
        self.leastShare = leastShare
        self.columns = columns
        self.tokens = tokens
    }

    /// Mines parts, the one with most rows first, until none is left that is large enough or tells tokens apart.
    ///
    /// - Parameter step: told the number of every part, and of what comes after the last.
    mutating func run(_ step: (Int) throws(AttackError) -> Void) throws(AttackError) {
        var queue = [Part(rows: try columns.all(), people: try tokens.all())]
        while parts < mining.mostParts,
            let largest = queue.indices.max(by: { queue[$0].rows.count < queue[$1].rows.count })
        {
            try step(parts)
            let part = queue.remove(at: largest)
            parts += 1
            guard let (token, rows) = try split(part) else { continue }
            let people = try tokens.having(token, in: part.people)
            let halves = [
                Part(rows: rows, people: people),
                Part(rows: try part.rows.subtracting(rows), people: try part.people.subtracting(people)),
            ]
            queue += halves.filter { Double($0.rows.count) >= leastRows && Double($0.people.count) >= leastPeople }
        }
        try step(parts)
    }

    private var leastRows: Double { leastShare * Double(columns.rows) }
    private var leastPeople: Double { leastShare * Double(tokens.rows) }

    /// The most frequent token of a part that splits it, and the rows that have its pattern; nil where it has none.
    private mutating func split(_ part: Part) throws(AttackError) -> (token: Int, rows: RowSet)? {
        let counts = tokens.counts(in: part.people).map(Double.init)
        let (people, rows) = (Double(part.people.count), Double(part.rows.count))
        let usable = counts.indices.filter { counts[$0] >= leastPeople && counts[$0] <= mining.mostShare * people }
        guard let first = usable.max(by: { (counts[$0], $1) < (counts[$1], $0) }) else { return nil }
        if let place = places[first] {
            return (first, try columns.having(patterns[place].columns, in: part.rows))
        }
        let second = counts.indices.reduce(0) { $1 != first && counts[$1] <= counts[first] ? max($0, counts[$1]) : $0 }
        let mean = (counts[first] + second) / 2
        guard counts[first] - second >= mining.gap * mean else { return nil }
        // Sets longer than the token's would pass halfway to the next token's frequency where that is far away.
        let frequency = counts[first] / people
        let deviation = (frequency * (1 - frequency) * (1 / people + 1 / rows)).squareRoot()
        let least = max(mean / people, frequency - mining.deviations * deviation) * rows
        // A bit of the most frequent token, of filters that are half full, is set so often.
        let most = (1 + mining.mostShare) / 2 * rows
        guard least <= most, let pattern = try columns.longestPattern(in: part.rows, support: least...most),
            pattern.columns.count >= mining.leastColumns
        else { return nil }
        places[first] = patterns.count
        patterns.append(
            PatternMiningResult.TokenPattern(
                token: first,
                columns: pattern.columns.sorted(),
                support: Double(pattern.rows.count) / rows,
                frequency: frequency
            )
        )
        return (first, pattern.rows)
    }

    /// The value that disagrees least with the patterns a row has; nil where several do.
    func assigned(to values: Values) throws(AttackError) -> [Int?] {
        guard !patterns.isEmpty else { return [Int?](repeating: nil, count: columns.rows) }
        let (everyRow, everybody) = (try columns.all(), try tokens.all())
        var (held, expected): ([RowSet], [RowSet]) = ([], [])
        for pattern in patterns {
            held.append(try columns.having(pattern.columns, in: everyRow))
            expected.append(try tokens.having(pattern.token, in: everybody))
        }
        let ours = try RowSet.stack(held).transposed()
        let theirs = try Columns(of: try RowSet.stack(expected))
        let sizes = try theirs.matrix.counts().map(Int.init)
        return (0..<columns.rows).map { row in
            let common = theirs.counts(of: row, in: ours)
            // A row's own patterns are the same for all values.
            var (least, value) = (Int.max, nil as Int?)
            for (candidate, people) in values.rows.enumerated() {
                let distance = sizes[people[0]] - 2 * common[people[0]]
                if distance < least {
                    (least, value) = (distance, candidate)
                } else if distance == least {
                    value = nil
                }
            }
            return value
        }
    }
}
