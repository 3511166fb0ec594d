// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Terminal

/// A linkage by match weights, from opened files to groups; nothing is written here.
struct ScoredRun {
    let files: LinkageFiles
    let rule: ScoringRule
    let assignmentRule: ScoredAssignmentRule
    let linkage: ScoredLinkage
    /// One for each pair of datasets, in their order.
    let decisions: [ScoredDecision]
    let assignment: ScoredAssignment
    /// 16 random bytes that name the run.
    let id: [UInt8]
    let ids: ProjectIDs
    let seconds: [(stage: String, seconds: Double)]
    /// Of each pair of datasets the pairs in the same group beyond the cut.
    let links: [Int]

    /// Scores all pairs of datasets and joins what are links.
    ///
    /// - Throws: `link.threshold.unknown` if the data of no pair of datasets tell where matches end.
    init(
        _ files: LinkageFiles,
        rule: ScoringRule,
        assignment assignmentRule: ScoredAssignmentRule,
        machine: Machine,
        console: Console
    ) throws {
        let clock = ContinuousClock()
        let began = clock.now
        try machine.budget.checkWeights(
            rows: files.input.datasets.map(\.rows),
            bits: files.input.bits,
            vectors: files.scoredVectors.count
        )
        let names = files.input.datasets.map(\.name)
        let progress = StageProgress(console)
        defer { progress.finish() }
        var control = machine.quiet
        control.onProgress = { progress.reached($0) }
        var linkage = try ScoredLinkage(
            ScoringInput(files.input, vectors: files.scoredVectors),
            control: control
        ) { stage in
            progress.finish()
            switch stage {
            case .comparing(let pair): console.note("\(names[pair.first]) and \(names[pair.second]): comparing")
            case .within(let dataset): console.note("\(names[dataset]): looking for relatives and duplicates")
            case .learning(let pair): console.note("\(names[pair.first]) and \(names[pair.second]): learning weights")
            }
            progress.begin("comparing")
        }
        let input = files.input
        decisions = try input.datasetPairs.map { pair in
            ScoredDecision(try linkage.score(pair), rule: rule)
        }
        let scored = clock.now
        if let doubt = decisions.first?.doubt, decisions.allSatisfy({ $0.doubt != nil }) {
            throw LinkerError.noWeights(doubt)
        }
        let assignment = ScoredAssignment(
            decisions.map { (pairs: $0.scored, cut: $0.cut) },
            ranks: input.datasets.map { TokenRanks(tokens: $0.tokens) },
            rule: assignmentRule
        )
        links = decisions.map { decision in
            let (a, b) = (decision.scored.datasets.first, decision.scored.datasets.second)
            return (0..<decision.scored.count).count { number in
                guard decision.scored.probability(number) >= decision.cut else { return false }
                let (rowA, rowB) = decision.scored.rows(number)
                return assignment.joins((a, rowA), (b, rowB))
            }
        }
        self.files = files
        self.rule = rule
        self.assignmentRule = assignmentRule
        self.linkage = linkage
        self.assignment = assignment
        id = RandomBytes.draw(16)
        ids = try ProjectIDs(groupCount: assignment.groupCount, random: RandomBytes.draw)
        seconds = [
            ("scoring", began.duration(to: scored) / .seconds(1)),
            ("assignment", scored.duration(to: clock.now) / .seconds(1)),
        ]
    }

    var input: LinkageInput { files.input }

    /// Whether a pair is a link.
    func isLink(_ decision: ScoredDecision, _ pair: ScoredPairs.Pair) -> Bool {
        pair.probability >= decision.cut
            && assignment.joins(
                (decision.scored.datasets.first, pair.rowA),
                (decision.scored.datasets.second, pair.rowB)
            )
    }

    /// Records of a dataset that share their id with a record of another one.
    func linked(_ dataset: Int) -> Int { assignment.isLinked[dataset].count { $0 } }

    /// The names of the two datasets of a decision.
    func names(_ decision: ScoredDecision) -> (String, String) {
        let pair = decision.scored.datasets
        return (input.datasets[pair.first].name, input.datasets[pair.second].name)
    }

    /// What has to be known before the figures are trusted.
    var cautions: [String] {
        var cautions = decisions.compactMap { decision in
            let (a, b) = names(decision)
            return decision.doubt.map { "\(a) and \(b) were not linked: \($0)" }
        }
        if let words = files.unverifiedWords { cautions.append(words) }
        if assignment.greedyComponents > 0 {
            cautions.append(
                "so many records compete for each other in \(Quantities.grouped(assignment.greedyComponents)) groups of pairs "
                    + "that these were decided greedily, not optimally"
            )
        }
        return cautions
    }
}
