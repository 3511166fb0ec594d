// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Spine
internal import Terminal

/// Lays pairs that may be one person before a person, without any value.
struct SpineReviewCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Lay possible matches before a person: how alike the records are, never what they say.",
        discussion: """
            Writes review.html, a page on which pairs are judged and the decisions downloaded, and review.csv, the same pairs \
            with an empty column 'decision'. Give either file of decisions to 'spine decide'. Of two people only the strongest \
            pair is shown; what was decided does not come again.
            """
    )

    @OptionGroup var store: StoreOptions
    @OptionGroup var keeper: KeeperOptions
    @Option(name: .shortAndLong, help: "The folder to write, which must not exist.")
    var output: String
    @Option(help: "The most pairs.")
    var limit = 500
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        let folder = try OutputFolder(path: output)
        let identity = try Identity.load(path: keeper.identity)
        let spine = try SpineStore.open(store.store, isChanged: false)
        let review = try Review(of: spine, limit: limit, as: identity)
        let report = ReviewReport(review, of: spine, run: try spine.lastRun().number)
        try folder.write(report.csv, to: "review.csv")
        try folder.write(report.html(), to: "review.html")
        try folder.commit()
        var lines = ["\(Quantities.grouped(review.pairs.count)) pairs to judge: open \(folder.path)/review.html"]
        if review.pairs.isEmpty { lines = ["no pair waits for a judgement"] }
        if review.waiting > review.pairs.count {
            lines.append("\(Quantities.grouped(review.waiting)) pairs wait in all; these are the likeliest (--limit)")
        }
        try console.result(
            text: lines,
            json: ["waiting": .integer(review.waiting), "pairs": .array(review.pairs.map(\.jsonValue))]
        )
        return .done
    }
}

extension ReviewPair {
    fileprivate var jsonValue: JSONValue {
        [
            "recordA": .string(first.name), "recordB": .string(second.name), "probability": .number(probability),
            "weight": .number(weight), "turnedAway": .bool(isTurnedAway),
            "evidence": .array(
                evidence.map {
                    [
                        "name": .string($0.name), "outcome": .string($0.outcome.rawValue),
                        "similarity": $0.similarity.map { .number($0) } ?? .null,
                    ]
                }
            ),
            "words": .string(words),
        ]
    }
}

extension ReviewReport {
    fileprivate init(_ review: Review, of spine: SpineStore, run: Int) {
        let isWeighed = spine.policy.judge == .weights
        let direct = review.pairs.first?.evidence.filter { $0.outcome != .across } ?? []
        self.init(
            project: spine.project,
            subtitles: ["after run \(run)", Version.tool],
            vectors: direct.map(\.name),
            pairs: review.pairs.map { pair in
                Pair(
                    recordA: pair.first.name,
                    recordB: pair.second.name,
                    othersA: pair.first.others,
                    othersB: pair.second.others,
                    probability: isWeighed ? pair.probability : nil,
                    weight: pair.weight,
                    comparisons: pair.evidence.filter { $0.outcome != .across }.map(Comparison.init),
                    notes: pair.notes,
                    evidence: pair.words
                )
            },
            waiting: review.waiting
        )
    }
}

extension ReviewReport.Comparison {
    fileprivate init(_ evidence: Evidence) {
        switch evidence.outcome {
        case .equal: self.init(.equal, word: "equal", similarity: evidence.similarity)
        case .near: self.init(.near, word: "near", similarity: evidence.similarity)
        case .different, .across: self.init(.different, word: "differs", similarity: evidence.similarity)
        case .missingInOne, .missingInBoth: self.init(.missing, word: evidence.outcome.rawValue, similarity: nil)
        case .whole: self.init(.whole, word: "", similarity: evidence.similarity)
        }
    }
}
