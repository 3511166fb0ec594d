// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import Files
internal import JSONText
internal import PartyCommands
internal import Reports
internal import Terminal

/// Why a pair of records is a link, or none: the weight of every comparison, without any value.
struct ExplainCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show the evidence for and against pairs of a run, comparison by comparison.",
        discussion: """
            Reads the run record and the pairs of an output folder of 'link'; no encoding is opened. Name one row token of \
            pairs.csv to see all of its candidate pairs, the likeliest first, or two to see that pair alone. Without tokens, \
            the pairs nearest to the cut.

            Each line is one comparison with its outcome and weight in bits: a bit above 0 doubles the odds that the records \
            are of one person, a bit below 0 halves them. It starts from the odds before anything is compared; 'what goes \
            together' is what comparisons say together, as of people who move: ZIP code and street differ at once; 'relatives and \
            neighbours' takes off what a household or twins have in common anyway, 'other candidates' what the records' other \
            possible partners leave of the odds. A final weight of 0 is a probability of 50 %, 6.6 is 99 %, 10 is 99.9 %.

              tessera-linker explain out/ --most 20
            """
    )

    @Argument(help: "The output folder of a run that linked by match weights.")
    var folder: String

    @Argument(help: "Row tokens, 32 hexadecimal digits each: one or two.")
    var tokens: [String] = []

    @Option(help: "The most pairs to show.")
    var most = 5

    @Option(help: "Also write the first pair as a page, to this file.")
    var report: String?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if tokens.count > 2 { throw ValidationError("give one or two row tokens") }
        for token in tokens where token.utf8.count != 32 || !token.utf8.allSatisfy(Self.isHexadecimal) {
            throw ValidationError("a row token has 32 hexadecimal digits")
        }
        if most < 1 { throw ValidationError("--most must be at least 1") }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    func execute(on console: Console) throws -> Faults.ExitCode {
        let explained = try ExplainedRun(folder: folder)
        let pairs = try explained.pairs(with: tokens, most: most)
        guard let first = pairs.first else { throw LinkerError.noSuchPair }
        if let report {
            let file = try OutputFile(path: report)
            try file.write(first.html(project: explained.project, subtitles: ["run \(explained.run)"]))
            try file.commit()
        }
        var lines: [String] = []
        for (number, pair) in pairs.enumerated() {
            if number > 0 { lines.append("") }
            lines += pair.lines()
        }
        try console.result(text: lines, json: .array(pairs.map(Self.json)))
        return .done
    }

    private static func json(_ pair: PairReport) -> JSONValue {
        [
            "a": .string(pair.nameA), "tokenA": .string(pair.tokenA),
            "b": .string(pair.nameB), "tokenB": .string(pair.tokenB),
            "prior": .number(pair.priorBits), "probability": .number(pair.probability),
            "steps": .array(
                pair.steps.map {
                    ["comparison": .string($0.comparison), "level": .string($0.level), "bits": .number($0.bits)]
                }
            ),
            "weight": .number(pair.total),
        ]
    }
}
