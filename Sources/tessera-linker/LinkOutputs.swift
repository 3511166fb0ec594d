// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Exchange
internal import Files
internal import JSONText
internal import Linkage
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Terminal

/// Writes what a linkage found: pairs, a sealed result for each agency, the run record, the report.
struct LinkOutputs {
    let run: LinkRun
    private(set) var outcome: LinkOutcome
    let created = UTCTime.now()

    init(run: LinkRun, outcome: LinkOutcome) {
        self.run = run
        self.outcome = outcome
    }

    /// Writes into the folder, which appears complete or not at all; returns the outcome with what was counted on the way.
    mutating func write(to folder: OutputFolder) throws -> LinkOutcome {
        try writePairs(to: folder.file("pairs.csv"))
        if run.input.isWithin { try writeDuplicates(to: folder.file("duplicates.csv")) }
        let results = ResultFiles(files: run.files, run: outcome.id, created: created, ids: outcome.ids)
        try results.write(groups: outcome.assignment.groups, isLinked: outcome.assignment.isLinked, to: folder)
        try folder.write(outcome.record(run, created: created).prettyText(), to: "run.json")
        try folder.write(outcome.report(run, created: created).html(), to: "report.html")
        try Interruption.check()
        try folder.commit()
        return outcome
    }

    /// Candidate pairs by row token; names and tokens need no quoting.
    private mutating func writePairs(to path: String) throws {
        let file = try OutputFile(path: path)
        try file.write("dataset_a,token_a,dataset_b,token_b,intersection,popcount_a,popcount_b,similarity,assigned\n")
        var tallies = PairTallies()
        let assignment = outcome.assignment
        for source in outcome.pairs.sources where source.datasetA != source.datasetB {
            let (a, b) = (run.input.datasets[source.datasetA], run.input.datasets[source.datasetB])
            try forEach(source) { pair, similarity in
                let (rowA, rowB) = (Int(pair.rowA), Int(pair.rowB))
                let isLink = assignment.joins((source.datasetA, rowA), (source.datasetB, rowB))
                tallies.add(similarity, isLink: isLink)
                try file.write(
                    "\(a.name),\(a.tokenText(rowA)),\(b.name),\(b.tokenText(rowB)),\(pair.intersection),"
                        + "\(a.popcounts[rowA]),\(b.popcounts[rowB]),\(similarity),\(isLink ? 1 : 0)\n"
                )
            }
        }
        outcome.tallies = tallies
        try file.commit()
    }

    /// Pairs of records of one dataset that the threshold keeps.
    private mutating func writeDuplicates(to path: String) throws {
        let file = try OutputFile(path: path)
        try file.write("dataset,token_a,token_b,intersection,popcount_a,popcount_b,similarity\n")
        var count = 0
        for source in outcome.pairs.sources where source.datasetA == source.datasetB {
            let dataset = run.input.datasets[source.datasetA]
            try forEach(source) { pair, similarity in
                let (rowA, rowB) = (Int(pair.rowA), Int(pair.rowB))
                count += 1
                try file.write(
                    "\(dataset.name),\(dataset.tokenText(rowA)),\(dataset.tokenText(rowB)),\(pair.intersection),"
                        + "\(dataset.popcounts[rowA]),\(dataset.popcounts[rowB]),\(similarity)\n"
                )
            }
        }
        outcome.duplicates = count
        try file.commit()
    }

    private func forEach(_ source: PairSource, _ body: (FoundPair, Similarity) throws -> Void) throws {
        let datasets = DatasetPair(first: source.datasetA, second: source.datasetB)
        var stream = try source.open()
        var batch: [FoundPair] = []
        while try stream.next(into: &batch) {
            try Interruption.check()
            for pair in batch { try body(pair, run.input.similarity(pair, in: datasets)) }
        }
    }
}
