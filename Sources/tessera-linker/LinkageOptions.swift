// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BitVectors
internal import Linkage
internal import Terminal

/// What `plan` and `link` need to open encoding files.
struct FileOptions: ParsableArguments {
    @Argument(help: "Encoding files, one an agency.")
    var files: [String]

    @Option(help: "This linkage unit's identity file.")
    var identity: String

    @Option(name: .customLong("agency"), help: "The card of an agency whose file is accepted; repeat for each.")
    var cards: [String]

    func check(isWithin: Bool) throws {
        if files.count < 2, !isWithin { throw ValidationError("a linkage needs two or more encoding files") }
    }
}

/// What is compared and by which rule: the same for `plan` and `link`.
struct ComparisonOptions: ParsableArguments {
    @Option(
        help: """
            Link by one similarity of whole rows: the least of a candidate pair, such as 0.8, or 'auto' to read it from the \
            data. Default of 'link': match weights, learnt from the data; of 'plan': auto.
            """
    )
    var threshold: String?

    @Option(
        help: """
            How similar two rows are: 'dice', 'jaccard' or 'hamming' (the share of equal bits). Default: what their \
            profile is made for; dice for Bloom filters, hamming for hardened ones.
            """
    )
    var similarity: SimilarityMeasure?

    @Option(
        help: """
            Compare this vector of the schema alone; repeat for several. Default: all; for match weights each by itself, else as \
            one long filter.
            """
    )
    var vector: [String] = []

    @Flag(help: "Also compare each dataset with itself and list its possible duplicates; one file is enough then.")
    var within = false

    @Option(
        help: "For data too large to compare all: find this share of the pairs, such as 0.99, and say what was found."
    )
    var recall: String?

    @Option(
        help: "Compare only records in a block together: AGENCY=FILE with lines 'token,block'; repeat for each agency."
    )
    var blocks: [String] = []

    @Option(help: "Stop at this many candidate pairs. Default: 20 a record; more is a threshold that says nothing.")
    var maxPairs: Int?

    @Option(help: ArgumentHelp("The most rows of a tile, for those who distribute tiles.", visibility: .hidden))
    var tileRows: Int?

    @OptionGroup var machine: MachineOptions

    func validate() throws {
        if recall != nil, !blocks.isEmpty { throw ValidationError("--recall and --blocks cannot be used together") }
        if let maxPairs, maxPairs < 1 { throw ValidationError("--max-pairs must be at least 1") }
        if let tileRows, tileRows < 1 { throw ValidationError("--tile-rows must be at least 1") }
    }
}

/// What makes a pair a link, with match weights.
struct ScoringOptions: ParsableArguments {
    @Option(help: "Link the likeliest pairs down to this expected precision, such as 0.99.")
    var precision: Double?

    @Flag(name: .customLong("max-f1"), help: "Link as many as make the expected F1 greatest: the default.")
    var maxF1 = false

    var rule: ScoringRule { precision.map { .precision($0) } ?? .maxF1 }

    func validate() throws {
        if let precision, !(precision > 0 && precision <= 1) {
            throw ValidationError("--precision must be above 0, and 1 at most")
        }
        if precision != nil, maxF1 { throw ValidationError("--precision and --max-f1 cannot be used together") }
    }
}

/// What the machine may give; no result depends on it.
struct MachineOptions: ParsableArguments {
    @Option(help: "Memory for the whole run, such as 4G or 512M (1,024-based). Default: half of what is free.")
    var memory: MemorySize?

    @Option(help: "Threads. Default: one a processor.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...4_096).contains(threads) { throw ValidationError("--threads must be from 1 to 4096") }
    }
}

/// How candidate pairs become links: the same for `merge` and `link`.
struct AssignmentOptions: ParsableArguments {
    @Option(
        help: """
            How pairs become links: 'greedy' or 'mutual-best', both one-to-one; with match weights also 'optimal' (one-to-one, \
            the greatest total of weight), 'one-to-many' (one record of the largest dataset) and 'many-to-many'.
            """
    )
    var assignment = ScoredAssignmentRule.greedy

    @Option(help: "Keep at most this many candidate pairs of a record, its most similar ones. Default: all.")
    var maxPairsPerRecord: Int?

    @Option(name: [.short, .long], help: "The folder to write; it must not exist.")
    var output: String?

    func validate() throws {
        if let maxPairsPerRecord, !(1...Int(UInt32.max)).contains(maxPairsPerRecord) {
            throw ValidationError("--max-pairs-per-record must be from 1 to 4294967295")
        }
    }
}

extension SimilarityMeasure: ExpressibleByArgument {}

extension ScoredAssignmentRule: ExpressibleByArgument {
    /// The rule for candidates of one similarity, which know of no duplicates.
    ///
    /// - Throws: a validation error for the rules that need match weights.
    func ofSimilarities() throws -> AssignmentRule {
        guard let rule = AssignmentRule(rawValue: rawValue) else {
            throw ValidationError("--assignment \(rawValue) needs match weights: leave out --threshold")
        }
        return rule
    }
}

extension AssignmentRule {
    var words: String { self == .greedy ? "greedy one-to-one" : "mutual best, one-to-one" }
}

extension MemorySize: ExpressibleByArgument {
    /// Reads a size such as `512M`.
    public init?(argument: String) { self.init(argument) }
}
