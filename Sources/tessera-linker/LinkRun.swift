// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Terminal

/// From the pairs of a plan whose tiles are done to groups; nothing is written here.
struct LinkRun {
    let work: WorkFolder
    let files: LinkageFiles
    /// How the threshold was read from the data; nil if it was given.
    let estimate: ThresholdEstimate?
    let rule: AssignmentRule
    let maxPairsPerRecord: Int?
    let machine: Machine
    /// Wall-clock seconds of what was done in this process before.
    var seconds: [(stage: String, seconds: Double)] = []

    var input: LinkageInput { files.input }
    var threshold: SimilarityThreshold { work.plan.threshold }

    /// How pairs were searched, for people.
    var searchWords: String {
        switch work.plan.search {
        case .exact: "every pair compared"
        case .blocks: "pairs in a block together, of blocks given from outside"
        case .approximate(let search):
            "approximate: \(search.tables) tables of \(search.keyBits) bits, for a recall of \(Double(search.recall) / 10_000)"
        }
    }

    /// How pairs were searched, for programs.
    var searchName: JSONValue {
        switch work.plan.search {
        case .exact: ["kind": "exact"]
        case .blocks(let digest): ["kind": "blocks", "sha256": .string(Hex.encode(digest))]
        case .approximate(let search):
            [
                "kind": "approximate", "recall": .number(Double(search.recall) / 10_000),
                "tables": .integer(search.tables), "keyBits": .integer(search.keyBits),
                "sketchBits": .integer(search.sketchBits),
            ]
        }
    }

    /// Reads the pairs in the order of their similarity and joins records to groups.
    func link() throws -> LinkOutcome {
        var times = seconds
        let clock = ContinuousClock()
        func timed<Result>(_ stage: String, _ work: () throws -> Result) rethrows -> Result {
            let began = clock.now
            let result = try work()
            times.append((stage, began.duration(to: clock.now) / .seconds(1)))
            return result
        }

        let histogram = try timed("histogram") { try SimilarityHistogram(of: input) }
        let recall = try timed("recall") {
            try MeasuredRecall.of(work.plan, input: input, secret: files.searchSecret(), control: machine.quiet)
        }
        let pairs = try CandidatePairs(
            JoinResult(work),
            of: input,
            most: maxPairsPerRecord,
            memoryLimit: machine.budget.pairBytes,
            isCancelled: { Interruption.isRequested }
        )
        let assignment = try timed("assignment") {
            try Assignment(
                of: pairs.sources.filter { $0.datasetA != $0.datasetB },
                ranks: input.datasets.map { TokenRanks(tokens: $0.tokens) },
                rule: rule,
                memoryLimit: machine.budget.pairBytes,
                folder: work.path,
                isCancelled: { Interruption.isRequested }
            )
        }
        return LinkOutcome(
            id: RandomBytes.draw(16),
            comparisons: work.plan.comparisons,
            pairs: pairs,
            histogram: histogram,
            recall: recall,
            assignment: assignment,
            ids: try ProjectIDs(groupCount: assignment.groupCount, random: RandomBytes.draw),
            seconds: times
        )
    }
}
