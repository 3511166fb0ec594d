// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Terminal

/// Tools of the throughput benchmarks.
///
/// `throughput people ROWS TABLE` writes a table of invented people to standard output.
/// `throughput encode TABLE SCHEMA` encodes a table's records from memory and prints records, their mean tokens, and seconds.
/// `throughput join A.bin B.bin BITS THRESHOLD [THREADS [SKETCHBITS]]` joins two files of raw filters and prints matches and seconds.
/// `throughput kernels [--quick]` times every kernel on filters of several lengths and densities of matches.
/// `throughput pairs A.bin B.bin BITS THRESHOLD THREADS WORKFOLDER MEMORY_MB [--recall SHARE]` goes from files to a file of sorted pairs.
/// `throughput seal RAW.bin BITS AGENCY.identity UNIT.identity OUTPUT` seals raw filters, and writes OUTPUT.order beside it.
/// `throughput clusters RECORDS [RULE]` makes as many random links into clusters by each rule.
@main
enum Throughput {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch arguments.first {
            case "people" where arguments.count == 3:
                guard let rows = Int(arguments[1]), let people = InventedPeople(namesFrom: arguments[2]) else { break }
                return try people.write(rows: rows)
            case "encode":
                guard let encode = try EncodeBenchmark(Array(arguments.dropFirst())) else { break }
                exit(try encode.run() ? 0 : 1)
            case "join":
                guard let join = JoinBenchmark(Array(arguments.dropFirst())) else { break }
                exit(try join.run() ? 0 : 1)
            case "kernels" where arguments.count <= 2:
                exit(try KernelBenchmark(isQuick: arguments.contains("--quick")).run() ? 0 : 1)
            case "pairs":
                guard let pairs = PairsBenchmark(Array(arguments.dropFirst())) else { break }
                return try pairs.run()
            case "seal":
                guard let rows = SealedRows(Array(arguments.dropFirst())) else { break }
                return try rows.run()
            case "clusters":
                guard let clusters = ClusterBenchmark(Array(arguments.dropFirst())) else { break }
                exit(try clusters.run() ? 0 : 1)
            default:
                break
            }
        } catch {
            StandardError().write("\(error)\n")
            exit(1)
        }
        StandardError().write(
            "usage: throughput people ROWS TABLE_WITH_NAMES | encode TABLE SCHEMA"
                + " | join A.bin B.bin BITS THRESHOLD [THREADS [SKETCHBITS]] | kernels [--quick] | pairs A.bin B.bin BITS THRESHOLD THREADS WORKFOLDER MEMORY_MB [--recall SHARE]"
                + " | seal RAW.bin BITS AGENCY.identity UNIT.identity OUTPUT | clusters RECORDS [RULE]\n"
        )
        exit(2)
    }
}
