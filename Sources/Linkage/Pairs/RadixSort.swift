// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Elements whose order is that of some numbers of 64 bits, the most significant first.
protocol RadixSortable: Comparable, BitwiseCopyable, Sendable {
    /// How many numbers decide.
    static var words: Int { get }
    /// A number of the element, from 0; elements with equal numbers are equal.
    func word(_ index: Int) -> UInt64
}

extension FoundPair: RadixSortable {
    static var words: Int { 1 }
    @inline(__always)
    func word(_ index: Int) -> UInt64 { place }
}

/// Sorts by one byte after the other, the least significant first, passing over bytes in which no two elements differ.
enum RadixSort {
    /// Below this, comparing is faster than a count of bytes.
    private static let leastCount = 512

    /// Sorts ascending, and keeps the order of equal ones from some hundreds of elements up.
    ///
    /// O(n) in elements, with as many of them in `scratch`.
    static func sort<Element: RadixSortable>(_ elements: inout [Element], scratch: inout [Element]) {
        guard elements.count >= leastCount, let first = elements.first else { return elements.sort() }
        if scratch.count > elements.count { scratch.removeLast(scratch.count - elements.count) }
        if scratch.count < elements.count {
            scratch += repeatElement(first, count: elements.count - scratch.count)
        }
        for word in (0..<Element.words).reversed() {
            let varying = elements.reduce(0) { $0 | ($1.word(word) ^ first.word(word)) }
            guard varying != 0 else { continue }
            for shift in stride(from: varying.trailingZeroBitCount, to: 64 - varying.leadingZeroBitCount, by: 8) {
                scatter(elements, into: &scratch, word: word, shift: UInt64(shift))
                swap(&elements, &scratch)
            }
        }
    }

    /// Puts elements in the order of eight bits, keeping the order of those in which they are equal.
    private static func scatter<Element: RadixSortable>(
        _ elements: [Element],
        into target: inout [Element],
        word: Int,
        shift: UInt64
    ) {
        unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { places in
            unsafe places.initialize(repeating: 0)
            for element in elements { unsafe places[Int(element.word(word) &>> shift & 0xFF)] &+= 1 }
            var start = 0
            for byte in 0..<256 {
                let count = unsafe places[byte]
                unsafe places[byte] = start
                start += count
            }
            unsafe target.withUnsafeMutableBufferPointer { target in
                for element in elements {
                    let byte = Int(element.word(word) &>> shift & 0xFF)
                    let place = unsafe places[byte]
                    unsafe target[place] = element
                    unsafe places[byte] = place &+ 1
                }
            }
        }
    }
}
