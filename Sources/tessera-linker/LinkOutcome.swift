// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Sealing
internal import Terminal

/// What one linkage found.
struct LinkOutcome {
    /// 16 random bytes that name the run.
    let id: [UInt8]
    let threshold: SimilarityThreshold
    /// How the threshold was read from the data; nil if it was given.
    let estimate: ThresholdEstimate?
    let candidates: Candidates
    let assignment: Assignment
    let ids: ProjectIDs
    /// Wall-clock seconds of each stage.
    let seconds: [(stage: String, seconds: Double)]

    /// Records of a dataset that share their id with a record of another one.
    func linked(_ dataset: Int) -> Int { assignment.isLinked[dataset].count { $0 } }

    /// Groups with records of two or more datasets.
    var linkedGroups: Int {
        var sizes = [Int](repeating: 0, count: assignment.groupCount)
        for groups in assignment.groups { for group in groups { sizes[Int(group)] += 1 } }
        return sizes.count { $0 > 1 }
    }

    /// Candidate pairs that became links.
    var links: Int { candidates.pairs.count { assignment.isAssigned($0) } }
}

extension LinkRun {
    /// Finds the threshold, the candidates, the groups and their ids.
    func link() throws -> LinkOutcome {
        var times: [(stage: String, seconds: Double)] = []
        let clock = ContinuousClock()
        func timed<Result>(_ stage: String, _ work: () throws -> Result) rethrows -> Result {
            let began = clock.now
            let result = try work()
            times.append((stage, began.duration(to: clock.now) / .seconds(1)))
            return result
        }

        var estimate: ThresholdEstimate?
        let threshold: SimilarityThreshold
        if options.threshold == "auto" {
            let found = try timed("threshold") {
                try withProgress("reading the threshold from the data") {
                    try AutomaticThreshold.estimate(input, control: $0)
                }
            }
            if let doubt = found.doubt { throw LinkerError.noThreshold(doubt) }
            (estimate, threshold) = (found, found.threshold)
        } else {
            threshold = try SimilarityThreshold(options.threshold)
        }
        let candidates = try timed("comparison") {
            try withProgress("comparing") {
                try AllPairs.candidates(in: input, threshold: threshold, pairLimit: options.maxPairs, control: $0)
            }
        }
        let assignment = try timed("assignment") {
            try Assignment(candidates.pairs, of: input, rule: options.assignment == .greedy ? .greedy : .mutualBest)
        }
        return LinkOutcome(
            id: RandomBytes.draw(16),
            threshold: threshold,
            estimate: estimate,
            candidates: candidates,
            assignment: assignment,
            ids: try ProjectIDs(groupCount: assignment.groupCount, random: RandomBytes.draw),
            seconds: times
        )
    }

    private func withProgress<Result>(_ label: String, _ work: (RunControl) throws -> Result) rethrows -> Result {
        let progress = Progress(label, unit: .comparisons, console: console)
        defer { progress.finish() }
        let control = RunControl(
            threads: options.threads ?? RunControl.processors,
            onProgress: { progress.reached($0, of: $1) },
            isCancelled: { Interruption.isRequested }
        )
        return try work(control)
    }
}
