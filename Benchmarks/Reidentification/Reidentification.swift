// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import TestSupport

/// Re-identifies FEBRL4's people from encodings made with random tables, and prints what each attack found and how long it took.
///
/// usage: reidentification FOLDER ROWS [clk|pm|pmc] [name|five]
@main struct Reidentify {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 2, let rows = Int(arguments[2]) else { return print("usage: reidentification FOLDER ROWS") }
        let scheme = arguments.count > 3 ? arguments[3] : "clk"
        let columns = arguments.count > 4 && arguments[4] == "five" ? [1, 2, 6, 7, 9] : [1, 2, 9]
        let clock = ContinuousClock()
        var numbers: [String: Int] = [:]
        let people = try Febrl4.people(in: arguments[1], columns: columns).prefix(rows).map { person in
            for word in person.words where numbers[word] == nil { numbers[word] = numbers.count }
            return person.words.compactMap { numbers[$0] }.sorted()
        }
        func encode(key: UInt64) throws -> FilterMatrix {
            let encoder = StandInEncoder(key: key)
            return switch scheme {
            case "pm": try encoder.parity(people, bits: 2048, majorities: 2, isCentred: false)
            case "pmc": try encoder.parity(people, bits: 2048, majorities: 2, isCentred: true)
            default: try encoder.clk(people, bits: 1024, bitsPerToken: 16)
            }
        }
        let measure: SimilarityMeasure = scheme == "clk" ? .dice : .hamming
        var start = clock.now
        let (encodings, own) = (try encode(key: 1), try encode(key: 2))
        let list = try TokenSets(people)
        print("encoded \(people.count) in \(clock.now - start)")
        for known in [20, 100, 500, 1000] where known + 2 <= rows {
            start = clock.now
            let result = try KnownPlaintext(seed: 3)
                .attack(encodings, measure: measure, list: list, truth: Array(people.indices), known: known)
            report(result, clock.now - start)
        }
        start = clock.now
        let graph = try encodings.similarities(under: measure)
        print("graph in \(clock.now - start)")
        start = clock.now
        let matching = GraphMatching(seed: 3)
        let begun = start
        let isQuiet = arguments.count > 5
        let result = try matching.attack(
            graph,
            with: [GraphMatching.Graph(name: "own key", similarities: own.similarities(under: measure))],
            truth: Array(people.indices),
            control: AttackControl(onProgress: { if !isQuiet { print("\(clock.now - begun) \($0)") } })
        )
        report(result, clock.now - start)
    }

    static func report(_ result: AttackResult, _ time: Duration) {
        print("known \(result.known): \(result.found) in \(time)")
        for variant in result.variants { print("    \(variant)") }
    }
}
