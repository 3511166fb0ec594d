// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Synchronization

/// The sketches of all rows of a dataset, in the order of their popcounts and in blocks, made by all threads together.
final class CandidateSketches: Sendable {
    /// Which bits the sketches have.
    let choice: SketchChoice
    private let matrix: FilterMatrix
    private let kernel: BitKernel
    private let orders: [PopcountOrder]
    private let next = Atomic(0)
    private let made: Mutex<[Result<SketchBlock, BitVectorError>?]>

    init(of matrix: FilterMatrix, popcounts: [UInt32], choice: SketchChoice, blockRows: Int, kernel: BitKernel) {
        self.choice = choice
        self.matrix = matrix
        self.kernel = kernel
        let order = PopcountOrder(Array(0..<matrix.rows), popcounts: popcounts)
        orders = stride(from: 0, to: order.count, by: blockRows).map { order[$0..<min($0 + blockRows, order.count)] }
        made = Mutex([Result<SketchBlock, BitVectorError>?](repeating: nil, count: orders.count))
    }

    /// The number of blocks.
    var blocks: Int { orders.count }

    /// The number of rows in some blocks.
    func rows(_ blocks: Range<Int>) -> Int { blocks.reduce(0) { $0 + orders[$1].count } }

    /// Makes blocks until there is none left to make.
    func work() {
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < orders.count else { return }
            let block = Result { () throws(BitVectorError) in try make(index) }
            made.withLock { $0[index] = block }
        }
    }

    /// A block that `work` has made, or failed to.
    func block(_ index: Int) throws(BitVectorError) -> SketchBlock {
        guard let block = made.withLock({ $0[index] }) else { return try make(index) }
        return try block.get()
    }

    private func make(_ index: Int) throws(BitVectorError) -> SketchBlock {
        try SketchBlock(of: matrix, in: orders[index], choice: choice, as: .candidates, kernel: kernel)
    }
}
