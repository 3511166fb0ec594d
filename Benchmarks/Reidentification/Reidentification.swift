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
        guard arguments.count > 2, let rows = Int(arguments[2]) else {
            return print("usage: reidentification FOLDER ROWS")
        }
        if rows == 1 { return try bench() }
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
        var matching = GraphMatching(seed: 3)
        if arguments.count > 5 { matching.iterations = Int(arguments[5]) ?? 60 }
        let result = try matching.attack(
            graph,
            with: [GraphMatching.Graph(name: "own key", similarities: own.similarities(under: measure))],
            truth: Array(people.indices)
        )
        report(result, clock.now - start)
    }

    static func bench() throws {
        let n = 2000
        var random = SplitMix64(seed: 5)
        func normal() -> Float { (0..<12).reduce(-6) { s, _ in s + Float.random(in: 0..<1, using: &random) } }
        let clock = ContinuousClock()
        for name in ["random", "rank1", "lowrank"] {
            var x = Matrix(rows: n, columns: n)
            let a = Matrix(rows: n, columns: 10, values: (0..<n * 10).map { _ in normal() })
            let order = (0..<n).shuffled(using: &random)
            if name == "lowrank" {
                var b = a
                for (i, j) in order.enumerated() { for k in 0..<10 { b[i, k] = a[j, k] } }
                x = a.timesTransposed(b)
            } else {
                for i in 0..<n {
                    for j in 0..<n {
                        x[i, j] =
                            name == "random"
                            ? Float.random(in: 0..<1, using: &random) : a[i, 0] * a[order[j], 0] + 0.01 * normal()
                    }
                }
            }
            var solver = LinearAssignment(rows: n, columns: n)
            let start = clock.now
            _ = solver.maximise(x)
            print(name, clock.now - start)
        }
    }

    static func report(_ result: AttackResult, _ time: Duration) {
        print("known \(result.known): \(result.found) in \(time)")
        for variant in result.variants {
            print(
                "    \(variant.name): \(variant.found.correct) agreement \(variant.agreement ?? 0) iterations \(variant.iterations)"
            )
        }
    }
}
