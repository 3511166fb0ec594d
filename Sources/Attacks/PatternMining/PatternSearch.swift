// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// The mining of ever smaller parts of the rows and of the people who should be behind them.
struct PatternSearch {
    private struct Part {
        let rows: [Int]
        let people: [Int]
    }

    private let mining: PatternMining
    private let leastShare: Double
    private let problem: KeylessProblem
    private(set) var patterns: [PatternMiningResult.TokenPattern] = []
    private(set) var parts = 0
    /// The place in `patterns` of every token that has one.
    private var places: [Int: Int] = [:]

    init(_ mining: PatternMining, leastShare: Double, _ problem: KeylessProblem) {
        self.mining = mining
        self.leastShare = leastShare
        self.problem = problem
    }

    /// Mines parts, the one with most rows first, until none is left that is large enough or tells tokens apart.
    ///
    /// - Parameter step: told the number of every part, and of what comes after the last.
    mutating func run(_ step: (Int) throws(AttackError) -> Void) throws(AttackError) {
        let (rows, people) = (problem.encodings.rows, problem.list.count)
        let (leastRows, leastPeople) = (leastShare * Double(rows), leastShare * Double(people))
        var queue = [Part(rows: Array(0..<rows), people: Array(0..<people))]
        while parts < mining.mostParts,
            let largest = queue.indices.max(by: { queue[$0].rows.count < queue[$1].rows.count })
        {
            try step(parts)
            let part = queue.remove(at: largest)
            parts += 1
            // A part's bits alone, for most parts are far smaller than the whole.
            let columns = try Columns(of: problem.encodings, rows: part.rows)
            let tokens = try Columns(of: problem.list.members, rows: part.people)
            guard let (token, set) = try split(columns, tokens, leastPeople: leastPeople) else { continue }
            let (rows, people) = (set.divide(part.rows), try tokens.having([token]).divide(part.people))
            let halves = [
                Part(rows: rows.members, people: people.members), Part(rows: rows.others, people: people.others),
            ]
            queue += halves.filter { Double($0.rows.count) >= leastRows && Double($0.people.count) >= leastPeople }
        }
        try step(parts)
    }

    /// The most frequent token of a part that splits it, and the rows that have its pattern; nil where none has one.
    private mutating func split(
        _ columns: Columns,
        _ tokens: Columns,
        leastPeople: Double
    ) throws(AttackError) -> (token: Int, rows: RowSet)? {
        let counts = try tokens.matrix.counts().map(Double.init)
        let (people, rows) = (Double(tokens.rows), Double(columns.rows))
        let usable = counts.indices.filter { counts[$0] > 0 && counts[$0] <= mining.mostShare * people }
            .sorted { (counts[$1], $0) < (counts[$0], $1) }
        var tries = 0
        for (rank, token) in usable.enumerated() {
            let count = counts[token]
            guard count >= leastPeople, tries < mining.tries else { break }
            if let place = places[token] { return (token, try columns.having(patterns[place].columns)) }
            // Nearer to the token's frequency than to those of the tokens before and after it.
            let before = rank > 0 ? (counts[usable[rank - 1]] + count) / 2 : .infinity
            let after = rank + 1 < usable.count ? (count + counts[usable[rank + 1]]) / 2 : count / 2
            guard min(before - count, count - after) >= mining.gap / 2 * count else { continue }
            tries += 1
            let frequency = count / people
            let deviation = (frequency * (1 - frequency) * (1 / people + 1 / rows)).squareRoot()
            let least = max(after / people, frequency - mining.deviations * deviation) * rows
            // A bit of the most frequent token, of filters that are half full, is set so often.
            let most = (1 + mining.mostShare) / 2 * rows
            let support = least...before / people * rows
            guard let pattern = try columns.pattern(of: frequency * rows, support: support, most: most),
                pattern.columns.count >= mining.leastColumns
            else { continue }
            places[token] = patterns.count
            patterns.append(
                PatternMiningResult.TokenPattern(
                    token: token,
                    columns: pattern.columns.sorted(),
                    support: Double(pattern.rows.count) / rows,
                    frequency: frequency
                )
            )
            return (token, pattern.rows)
        }
        return nil
    }

    /// The value that disagrees least with the patterns a row has; nil where several do.
    func assigned() throws(AttackError) -> [Int?] {
        let rows = problem.encodings.rows
        guard !patterns.isEmpty else { return [Int?](repeating: nil, count: rows) }
        let (columns, tokens) = (try Columns(of: problem.encodings), try Columns(of: problem.list.members))
        var (held, expected): ([RowSet], [RowSet]) = ([], [])
        for pattern in patterns {
            held.append(try columns.having(pattern.columns))
            expected.append(try tokens.having([pattern.token]))
        }
        let ours = try RowSet.stack(held).transposed()
        let theirs = try Columns(of: try RowSet.stack(expected))
        let sizes = try theirs.matrix.counts().map(Int.init)
        return (0..<rows).map { row in
            let common = theirs.counts(of: row, in: ours)
            // A row's own patterns are the same for all values.
            var (least, value) = (Int.max, nil as Int?)
            for (candidate, people) in problem.values.rows.enumerated() {
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
