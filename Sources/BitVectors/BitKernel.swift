// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import CBitKernels

/// The comparison operations of one instruction set; every kernel gives the same answers.
@safe package struct BitKernel: @unchecked Sendable {
    let table: tessera_kernel
    /// The name that `TESSERA_KERNEL` forces it by.
    package let name: String
    /// Whether this processor can run it.
    package let isSupported: Bool

    /// The kernels of this build, the slowest first; `portable` is always there and always supported.
    package static var all: [BitKernel] {
        (0..<tessera_kernel_count()).map { unsafe BitKernel(table: tessera_kernel_at($0).pointee) }
    }

    /// Takes the operations of a table; the kernels of this build are in `all`.
    package init(table: tessera_kernel) {
        unsafe self.table = table
        unsafe name = String(cString: table.name)
        unsafe isSupported = table.is_supported()
    }

    /// Counts the set bits of every row.
    package func popcounts(of matrix: FilterMatrix) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: matrix.rows)
        unsafe counts.withUnsafeMutableBufferPointer { counts in
            guard let base = counts.baseAddress else { return }
            unsafe table.popcounts(matrix.start, matrix.rows, matrix.words, base)
        }
        return counts
    }

    /// Writes |query AND candidate| of every pair to `counts`, query by query.
    ///
    /// - Parameters:
    ///   - queries: one side's rows and which of them take part.
    ///   - candidates: the other side's, of the same length in bits.
    ///   - counts: grown to at least queries × candidates elements, query-major.
    package func intersections(
        _ queries: (matrix: FilterMatrix, rows: Range<Int>),
        _ candidates: (matrix: FilterMatrix, rows: Range<Int>),
        into counts: inout [UInt32]
    ) {
        precondition(queries.matrix.bits == candidates.matrix.bits, "filters of different lengths")
        let needed = queries.rows.count * candidates.rows.count
        if counts.count < needed { counts = [UInt32](repeating: 0, count: needed) }
        unsafe counts.withUnsafeMutableBufferPointer { counts in
            guard let base = counts.baseAddress else { return }
            unsafe table.intersections(
                queries.matrix.side(queries.rows, popcounts: nil),
                candidates.matrix.side(candidates.rows, popcounts: nil),
                queries.matrix.words,
                base
            )
        }
    }

    /// Writes |query AND row| of one row with each of some rows, which are given by their numbers.
    ///
    /// - Parameters:
    ///   - query: a row of the first matrix.
    ///   - chosen: rows of the second, of the same length in bits; any may come again.
    ///   - counts: grown to at least as many elements.
    package func intersections(
        of query: Int,
        in queries: FilterMatrix,
        with chosen: [UInt32],
        of matrix: FilterMatrix,
        into counts: inout [UInt32]
    ) {
        precondition(queries.bits == matrix.bits, "filters of different lengths")
        precondition(query < queries.rows && chosen.allSatisfy { $0 < matrix.rows }, "row out of range")
        if counts.count < chosen.count { counts = [UInt32](repeating: 0, count: chosen.count) }
        unsafe counts.withUnsafeMutableBufferPointer { counts in
            unsafe chosen.withUnsafeBufferPointer { chosen in
                guard let base = counts.baseAddress, let first = chosen.baseAddress else { return }
                unsafe table.common(
                    queries.start + query * queries.words,
                    matrix.start,
                    matrix.words,
                    first,
                    chosen.count,
                    base
                )
            }
        }
    }

    /// A pair that a rule keeps, by row numbers in the two matrices.
    package struct Match: Hashable, Sendable {
        package var query: Int
        package var candidate: Int
        package var intersection: UInt32

        package init(query: Int, candidate: Int, intersection: UInt32) {
            self.query = query
            self.candidate = candidate
            self.intersection = intersection
        }
    }

    /// One side of a threshold comparison: rows of a matrix with the popcounts of all its rows.
    package struct Side {
        package var matrix: FilterMatrix
        package var popcounts: [UInt32]
        package var rows: Range<Int>

        package init(matrix: FilterMatrix, popcounts: [UInt32], rows: Range<Int>) {
            precondition(popcounts.count == matrix.rows && matrix.rows >= rows.upperBound, "rows out of range")
            self.matrix = matrix
            self.popcounts = popcounts
            self.rows = rows
        }
    }

    /// Room for the pairs that one call finds; kept between calls, and grown when a call finds more.
    @safe package struct Scratch {
        fileprivate var found = [tessera_match](repeating: tessera_match(), count: 4096)

        package init() {}
    }

    /// Calls `body` with every pair that `rule` keeps, in an order that does not depend on the kernel.
    package func matches(
        _ queries: Side,
        _ candidates: Side,
        rule: DistanceRule,
        scratch: inout Scratch,
        _ body: (Match) -> Void
    ) {
        precondition(queries.matrix.bits == candidates.matrix.bits, "filters of different lengths")
        var total = fill(&scratch, queries, candidates, rule)
        if total > scratch.found.count {
            scratch.found = [tessera_match](repeating: tessera_match(), count: total + total / 4)
            total = fill(&scratch, queries, candidates, rule)
        }
        for found in scratch.found[..<total] {
            body(
                Match(
                    query: queries.rows.lowerBound + Int(found.query),
                    candidate: candidates.rows.lowerBound + Int(found.candidate),
                    intersection: found.intersection
                )
            )
        }
    }

    /// Runs the kernel once and returns the number of pairs, which may be more than there was room for.
    private func fill(
        _ scratch: inout Scratch,
        _ queries: Side,
        _ candidates: Side,
        _ rule: DistanceRule
    ) -> Int {
        unsafe queries.popcounts.withUnsafeBufferPointer { queryCounts in
            unsafe candidates.popcounts.withUnsafeBufferPointer { candidateCounts in
                unsafe scratch.found.withUnsafeMutableBufferPointer { found in
                    guard let base = found.baseAddress else { return 0 }
                    return unsafe table.matches(
                        queries.matrix.side(queries.rows, popcounts: queryCounts.baseAddress),
                        candidates.matrix.side(candidates.rows, popcounts: candidateCounts.baseAddress),
                        queries.matrix.words,
                        rule.table,
                        base,
                        found.count
                    )
                }
            }
        }
    }
}

extension FilterMatrix {
    /// The first word of the first row; rows are whole words and the base is aligned.
    fileprivate var start: UnsafePointer<UInt64> {
        unsafe withUnsafeBytes {
            unsafe UnsafePointer($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt64.self))
        }
    }

    /// Some rows as a kernel sees them; `popcounts` are those of all rows.
    fileprivate func side(_ rows: Range<Int>, popcounts: UnsafePointer<UInt32>?) -> tessera_side {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= self.rows, "rows out of range")
        return unsafe tessera_side(
            rows: start + rows.lowerBound * words,
            popcounts: popcounts.map { unsafe $0 + rows.lowerBound },
            count: rows.count
        )
    }
}
