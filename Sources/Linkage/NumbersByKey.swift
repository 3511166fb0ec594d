// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Numbers gathered under keys from 0: those of one key stand together, in the order in which they came.
package struct NumbersByKey: Sendable, Equatable {
    /// For each key the place of its first number, and one more.
    let starts: [UInt32]
    /// The numbers of all keys.
    let numbers: [UInt32]

    /// Gathers by counting: O(keys + numbers), fewer than 2^32 numbers.
    ///
    /// - Parameters:
    ///   - keys: how many there are.
    ///   - entries: calls its argument with each key and number; it is called twice, to count and to fill.
    package init(keys: Int, _ entries: (_ add: (_ key: UInt32, _ number: UInt32) -> Void) -> Void) {
        var next = [UInt32](repeating: 0, count: keys + 1)
        entries { key, _ in next[Int(key) + 1] += 1 }
        for key in 0..<keys { next[key + 1] += next[key] }
        starts = next
        var numbers = [UInt32](repeating: 0, count: Int(next[keys]))
        entries { key, number in
            numbers[Int(next[Int(key)])] = number
            next[Int(key)] += 1
        }
        self.numbers = numbers
    }

    /// The number of keys.
    var keys: Int { starts.count - 1 }

    /// The places of a key's numbers.
    func places(of key: Int) -> Range<Int> { Int(starts[key])..<Int(starts[key + 1]) }

    /// The numbers of a key.
    package subscript(key: Int) -> ArraySlice<UInt32> { numbers[places(of: key)] }
}
