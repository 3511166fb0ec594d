// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import JSONText
internal import Linkage
internal import Reports

/// A finished run as its output folder tells it: the weights of every level, and the pairs with their levels.
struct ExplainedRun {
    let run: String
    let project: String
    private let models: [Model]
    private let lines: [Line]

    /// The weights between two datasets.
    private struct Model {
        let a: String
        let b: String
        let prior: Double
        let cut: Double
        /// Why the two were not linked; nil if they were.
        let doubt: String?
        let comparisons: [(name: String, isCross: Bool, levels: [(label: String, bits: Double)])]
        /// What goes together among matches; nil in records of runs that did not learn it.
        let kinds: MatchKinds?
    }

    /// One pair of the run's list.
    private struct Line {
        let datasets: [String]
        let tokens: [String]
        let weight: Double
        let probability: Double
        let isLink: Bool
        let levels: [UInt8]
    }

    private static let recordBytes = 64 << 20
    private static let pairBytes = 1 << 36
    private static let header = "dataset_a,token_a,dataset_b,token_b,weight,probability,assigned,levels"

    /// Reads the record and the pairs.
    ///
    /// - Throws: `file.read`, `explain.run` if the folder is no output of a linkage by match weights.
    init(folder: String) throws {
        let text = try InputFile(path: folder + "/run.json").readAll(limit: Self.recordBytes)
        guard let record = try? JSONParser.parse(text), let run = record["run"]?.string,
            let project = record["project"]?.string,
            let models = record["scoring"]?["models"]?.array?.map(Self.model), models.allSatisfy({ $0 != nil })
        else { throw LinkerError.noScoredRun }
        self.run = run
        self.project = project
        self.models = models.compactMap(\.self)
        let pairs = try InputFile(path: folder + "/pairs.csv").readAll(limit: Self.pairBytes)
        let rows = pairs.split(separator: UInt8(ascii: "\n"))
        guard let first = rows.first, first.elementsEqual(Self.header.utf8) else { throw LinkerError.noScoredRun }
        lines = try rows.dropFirst().map { row in
            guard let line = Self.line(row) else { throw LinkerError.noScoredRun }
            return line
        }
    }

    /// The pairs of a record, or one pair; without tokens those nearest to the cut, of datasets that were linked.
    func pairs(with tokens: [String], most: Int) throws -> [PairReport] {
        let chosen =
            tokens.isEmpty
            ? lines.filter { model($0)?.doubt == nil }.sorted { distance($0) < distance($1) }
            : lines.filter { Set($0.tokens).isSuperset(of: tokens) }.sorted { $0.probability > $1.probability }
        return try chosen.prefix(most).map(explained)
    }

    /// How far a pair's probability is from the cut of its datasets.
    private func distance(_ line: Line) -> Double { abs(line.probability - (model(line)?.cut ?? 0.5)) }

    private func model(_ line: Line) -> Model? { models.first { [$0.a, $0.b] == line.datasets } }

    private func explained(_ line: Line) throws -> PairReport {
        guard let model = model(line),
            line.levels.count == model.comparisons.count,
            zip(line.levels, model.comparisons).allSatisfy({ $1.levels.indices.contains(Int($0)) })
        else { throw LinkerError.noScoredRun }
        var steps: [Waterfall.Step] = []
        var sum = model.prior
        for (level, comparison) in zip(line.levels, model.comparisons) {
            let found = comparison.levels[Int(level)]
            sum += found.bits
            if comparison.isCross, found.bits.magnitude < ScoredRun.leastShown { continue }
            steps.append(
                Waterfall.Step(comparison: comparison.name, level: ScoredRun.said(found.label), bits: found.bits)
            )
        }
        if let together = model.kinds?.excess(LevelPattern(line.levels[...])) {
            sum += together
            steps += ScoredRun.together(together)
        }
        // What is left of the weight is what relatives and neighbours explain.
        steps.append(Waterfall.Step(comparison: ScoredRun.relatives, level: "", bits: line.weight - sum))
        steps += ScoredRun.rivalry(weight: line.weight, probability: line.probability)
        return PairReport(
            nameA: model.a,
            nameB: model.b,
            tokenA: line.tokens[0],
            tokenB: line.tokens[1],
            priorBits: model.prior,
            steps: steps,
            probability: line.probability,
            isLink: line.isLink,
            rivals: ScoredRun.rivals(
                lines.filter {
                    $0.datasets == line.datasets && $0.tokens != line.tokens
                        && !Set($0.tokens).isDisjoint(with: line.tokens)
                }
                .map(\.probability)
            ) + (model.doubt.map { " The two datasets were not linked: \($0)." } ?? "")
        )
    }

    private static func model(_ value: JSONValue) -> Model? {
        guard let a = value["a"]?.string, let b = value["b"]?.string, let prior = value["prior"]?.number,
            let cut = value["cut"]?.number, let comparisons = value["comparisons"]?.array
        else { return nil }
        var parts: [(name: String, isCross: Bool, levels: [(label: String, bits: Double)])] = []
        for comparison in comparisons {
            guard let name = comparison["name"]?.string, let levels = comparison["levels"]?.array else { return nil }
            var found: [(label: String, bits: Double)] = []
            for level in levels {
                guard let label = level["label"]?.string, let bits = level["bits"]?.number else { return nil }
                found.append((label, bits))
            }
            parts.append((name, name.contains("~"), found))
        }
        let told = value["kinds"]?.array?.map(kind)
        let kinds = told.flatMap(MatchKinds.init)
        guard told == nil || kinds?.kinds[0].bits.map(\.count) == parts.map(\.levels.count) else { return nil }
        return Model(
            a: a,
            b: b,
            prior: prior,
            cut: cut,
            doubt: value["doubt"]?.string,
            comparisons: parts,
            kinds: kinds
        )
    }

    private static func kind(_ value: JSONValue) -> MatchKinds.Kind {
        let bits = value["bits"]?.array?.map { ($0.array ?? []).compactMap(\.number) }
        return MatchKinds.Kind(share: value["share"]?.number ?? 0, bits: bits ?? [])
    }

    private static func line(_ row: ArraySlice<UInt8>) -> Line? {
        let fields = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == 8, let weight = Double(fields[4]), let probability = Double(fields[5]) else { return nil }
        let levels = fields[7].split(separator: " ").map { UInt8($0) }
        guard levels.allSatisfy({ $0 != nil }) else { return nil }
        return Line(
            datasets: [fields[0], fields[2]],
            tokens: [fields[1], fields[3]],
            weight: weight,
            probability: probability,
            isLink: fields[6] == "1",
            levels: levels.compactMap(\.self)
        )
    }
}
