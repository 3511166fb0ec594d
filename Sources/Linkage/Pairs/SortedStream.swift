// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Elements in strictly ascending order, some at a time, of which memory need not hold all.
package protocol SortedStream<Element> {
    associatedtype Element: Comparable, BitwiseCopyable, Sendable

    /// Puts the next elements, at least one, in place of what `batch` holds; at the end leaves it empty and returns false.
    mutating func next(into batch: inout [Element]) throws(LinkageError) -> Bool
}

/// Found pairs ascending by row A, then row B, each once.
package typealias PairStream = SortedStream<FoundPair>

extension SortedStream {
    /// All elements that are left.
    package mutating func collect() throws(LinkageError) -> [Element] {
        var all: [Element] = []
        var batch: [Element] = []
        while try next(into: &batch) { all += batch }
        return all
    }
}

/// A sorted array as a stream of one batch.
package struct SortedArray<Element: Comparable & BitwiseCopyable & Sendable>: SortedStream {
    private var elements: [Element]

    /// - Parameter elements: strictly ascending.
    package init(_ elements: [Element]) { self.elements = elements }

    package mutating func next(into batch: inout [Element]) -> Bool {
        batch = elements
        elements = []
        return !batch.isEmpty
    }
}
