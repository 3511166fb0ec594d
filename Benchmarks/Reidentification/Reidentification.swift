// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Reports

/// Attacks encodings of FEBRL4's people made with random tables, the plain CLK of the same people first, and prints
/// what each attack found and how long it took.
///
/// usage: reidentification FOLDER ROWS SCHEME surname|name|five OVERLAP originals|duplicates KNOWN,…. The list holds ROWS
/// originals, of whom the share OVERLAP is encoded, from their originals or from their duplicates.
@main struct Reidentify {
    static let usage =
        "usage: reidentification FOLDER ROWS SCHEME surname|name|five OVERLAP originals|duplicates KNOWN,…"
    static let clock = ContinuousClock()
    static let seed: UInt64 = 3
    static let columns = ["surname": [2], "name": [1, 2, 9], "five": [1, 2, 6, 7, 9]]

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 8, let rows = Int(arguments[2]), let scheme = Scheme(rawValue: arguments[3]),
            columns[arguments[4]] != nil, let overlap = Double(arguments[5]), (0...1).contains(overlap)
        else { return print(usage) }
        let known = arguments[7].split(separator: ",").compactMap { Int($0) }
        let data = try Febrl4(folder: arguments[1], columns: Self.columns[arguments[4], default: []])
        let encoded = arguments[6] == "duplicates" ? data.duplicates : data.originals
        let shift = rows - Int(Double(rows) * overlap)
        guard rows + shift <= encoded.count else { return print("FEBRL4 has too few people") }
        let list = Array(data.originals[..<rows])
        let truth = (shift..<rows + shift).map { $0 < rows ? $0 : nil }
        var control: [Int: AttackResult] = [:]
        var minedControl: PatternMiningResult?
        for scheme in scheme == .clk ? [scheme] : [.clk, scheme] {
            print("# \(scheme.rawValue), \(rows) people, \(arguments[4]), overlap \(overlap), \(arguments[6])")
            let encodings = try scheme.encode(Array(encoded[shift..<rows + shift]), key: 1)
            try leakage(
                encodings,
                isBalanced: scheme != .clk,
                tokens: encoded[shift..<rows + shift].map { UInt32($0.count) }
            )
            let mined = try keyless(encodings, scheme, TokenSets(list), truth)
            if scheme == .clk { minedControl = mined }
            print("  pattern mining \(PrivacyRating(mined, control: minedControl ?? mined))")
            for result in try attacks(encodings, scheme, list, truth, known) {
                let rating = PrivacyRating(ControlledAttack(target: result, control: control[result.known] ?? result))
                print("  known \(result.known): \(rating?.rawValue ?? "not judged")")
                if scheme == .clk { control[result.known] = result }
            }
        }
    }

    static func leakage(_ encodings: FilterMatrix, isBalanced: Bool, tokens: [UInt32]) throws {
        let start = clock.now
        let (fill, bits) = (try Fill(encodings), try BitFrequency(encodings))
        let (columns, length) = (try ColumnCorrelation(encodings), try LengthLeak(encodings, tokens: tokens))
        let (twins, linearity) = (Duplicates(encodings), try LinearityProbe(encodings, seed: seed))
        print("  duplicates \(twins.share) \(PrivacyRating(twins))")
        print("  fill \(fill.mean) \(PrivacyRating(fill, isBalanced: isBalanced))")
        print("  length \(length.correlation) \(PrivacyRating(length))")
        print(
            "  gini \(bits.gini) entropy \(bits.entropy) sd/binomial \(bits.deviationOverBinomial) \(PrivacyRating(bits))"
        )
        print("  max r \(columns.greatest) beyond 5 sigma \(columns.shareBeyondFiveSigma) \(PrivacyRating(columns))")
        print("  graph SNR \(columns.graphSignalToNoise) \(PrivacyRating(graphOf: columns))")
        print("  linearity depth \(linearity.depth) of \(linearity.expectedDepth) \(PrivacyRating(linearity))")
        print("  leakage in \(clock.now - start)")
    }

    static func keyless(
        _ encodings: FilterMatrix,
        _ scheme: Scheme,
        _ list: TokenSets,
        _ truth: [Int?]
    ) throws -> PatternMiningResult {
        var start = clock.now
        let aligned = try FrequencyAlignment(seed: seed).attack(encodings, list: list, truth: truth)
        print(
            "  frequency alignment: \(aligned.repeatingShare) repeat, \(aligned.attack.found.share) in \(clock.now - start)"
        )
        for variant in aligned.attack.variants { print("    \(variant.name): \(variant.found.correct)") }
        let bits = aligned.bits
        print("    Jaccard \(bits.jaccard), gain over random bits \(bits.gain), over other people \(bits.ownGain)")
        start = clock.now
        let mined = try PatternMining().attack(encodings, list: list, truth: truth)
        print("  pattern mining: \(mined.found.share) in \(clock.now - start)")
        for variant in mined.variants {
            let precision = variant.precision { scheme.positions(of: $0, key: 1) } ?? .nan
            print(
                "    parts of \(variant.leastShare): \(variant.found.correct), \(variant.patterns.count) patterns of"
                    + " precision \(precision) in \(variant.parts) parts"
            )
        }
        return mined
    }

    static func attacks(
        _ encodings: FilterMatrix,
        _ scheme: Scheme,
        _ people: [[Int]],
        _ truth: [Int?],
        _ known: [Int]
    ) throws -> [AttackResult] {
        let list = try TokenSets(people)
        var results: [AttackResult] = []
        for known in known where known > 0 {
            let start = clock.now
            results.append(
                try KnownPlaintext(seed: seed).attack(
                    encodings,
                    measure: scheme.measure,
                    list: list,
                    truth: truth,
                    known: known
                )
            )
            report(results, clock.now - start)
        }
        guard known.contains(0) else { return results }
        let start = clock.now
        var graphs = [
            GraphMatching.Graph(
                name: "own key",
                similarities: try scheme.encode(people, key: 2).similarities(under: scheme.measure)
            )
        ]
        for plaintext in scheme == .clk
            ? [] : [PlaintextSimilarity.ideal(majorities: scheme.majorities, isCentred: scheme.isCentred), .dice]
        {
            graphs.append(
                GraphMatching.Graph(name: "\(plaintext)", similarities: try list.similarities(under: plaintext))
            )
        }
        results.append(
            try GraphMatching(seed: seed).attack(
                encodings.similarities(under: scheme.measure),
                with: graphs,
                truth: truth
            )
        )
        report(results, clock.now - start)
        return results
    }

    static func report(_ results: [AttackResult], _ time: Duration) {
        guard let result = results.last else { return }
        print("  known \(result.known): \(result.found.share) by \(result.best.name) in \(time)")
        for variant in result.variants {
            let agreement = variant.agreement.map { ", agreement \($0), \(variant.iterations) iterations" } ?? ""
            print("    \(variant.name): \(variant.found.correct) of \(variant.found.targets)\(agreement)")
        }
    }
}
