// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Synchronization

/// The sketches of one side of a tile: blocks of consecutive rows, in each the order of popcounts, made by all threads together.
final class CandidateSketches: Sendable {
    /// Which bits the sketches have.
    let choice: SketchChoice
    /// The rows of each block, by their numbers in the matrix.
    let blocks: [Range<Int>]
    private let side: TileSide
    private let kernel: BitKernel
    private let next = Atomic(0)
    private let made: Mutex<[Result<SketchBlock, BitVectorError>?]>

    init(of side: TileSide, choice: SketchChoice, blockRows: Int, kernel: BitKernel) {
        self.choice = choice
        self.side = side
        self.kernel = kernel
        blocks = side.rows.pieces(of: blockRows)
        made = Mutex([Result<SketchBlock, BitVectorError>?](repeating: nil, count: blocks.count))
    }

    /// Makes blocks until there is none left to make.
    func work() {
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < blocks.count else { return }
            let block = Result { () throws(BitVectorError) in
                try SketchBlock(
                    of: side.matrix,
                    in: PopcountOrder(blocks[index], popcounts: side.popcounts),
                    choice: choice,
                    as: .candidates,
                    kernel: kernel
                )
            }
            made.withLock { $0[index] = block }
        }
    }

    /// A block, after `work` is done on all threads.
    func block(_ index: Int) throws(BitVectorError) -> SketchBlock {
        guard let block = made.withLock({ $0[index] }) else { preconditionFailure("the sketches are not made yet") }
        return try block.get()
    }
}

extension Range<Int> {
    /// Consecutive ranges of `size` that together are this one; the last may be shorter.
    func pieces(of size: Int) -> [Range<Int>] {
        stride(from: lowerBound, to: upperBound, by: size).map { $0..<Swift.min($0 + size, upperBound) }
    }
}
