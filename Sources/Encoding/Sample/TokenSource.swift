// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// People whose records can be cut into tokens.
package protocol TokenSource {
    /// How many people there are.
    var count: Int { get }

    /// Lends the tokens of some people with the numbers of their key groups, in any order and with repeats.
    func forEachToken(
        of people: Range<Int>,
        _ body: (_ person: Int, _ token: UnsafeRawBufferPointer, _ group: Int) -> Void
    )
}

extension TokenSource {
    /// The sets of tokens of all people, as ascending numbers.
    package func tokenSets(_ numbers: TokenNumbers) -> [[Int]] {
        var sets = [Set<Int>](repeating: [], count: count)
        unsafe forEachToken(of: 0..<count) { person, token, group in
            unsafe sets[person].insert(numbers.number(of: token, group: group))
        }
        return sets.map { $0.sorted() }
    }

    /// The set of one person's tokens, each with the number of its key group in front, in byte order.
    package func tokens(of person: Int) -> [[UInt8]] {
        var tokens: Set<[UInt8]> = []
        unsafe forEachToken(of: person..<person + 1) { _, token, group in
            unsafe tokens.insert([UInt8(truncatingIfNeeded: group)] + token)
        }
        return tokens.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
