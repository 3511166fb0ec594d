// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Terminal

/// Tools of the throughput benchmarks.
///
/// `throughput people ROWS TABLE` writes a table of invented people to standard output.
@main
enum Throughput {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, arguments[1] == "people", let rows = Int(arguments[2]),
            let people = InventedPeople(namesFrom: arguments[3])
        else {
            StandardError().write("usage: throughput people ROWS TABLE_WITH_NAMES\n")
            exit(2)
        }
        do { try people.write(rows: rows) } catch {
            StandardError().write("\(error)\n")
            exit(1)
        }
    }
}
