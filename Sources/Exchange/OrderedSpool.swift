// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Takes bytes, and gives them back in their order; what exceeds its memory goes encrypted to a file without a name.
@safe final class OrderedSpool {
    private(set) var count = 0
    private let path: String
    private let memory: RawBuffer
    private var filled = 0
    private var blocks: [SpillFile.Block] = []
    private var spill: SpillFile?

    init(beside path: String, memoryBytes: Int) {
        self.path = path
        memory = RawBuffer(count: memoryBytes)
    }

    /// - Throws: `sealing.spill`.
    func append(_ bytes: UnsafeRawBufferPointer) throws(SealingError) {
        var done = 0
        while done < bytes.count {
            if filled == memory.count {
                try flush()
            }
            let part = min(bytes.count - done, memory.count - filled)
            unsafe memory[filled..<filled + part].copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[done..<done + part])
            )
            filled += part
            done += part
        }
        count += bytes.count
    }

    func append(_ bytes: [UInt8]) throws(SealingError) {
        var failure: SealingError?
        unsafe bytes.withUnsafeBytes {
            do throws(SealingError) { try unsafe append($0) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func flush() throws(SealingError) {
        if spill == nil { spill = try SpillFile(beside: path) }
        guard let spill else { return }
        blocks.append(try unsafe spill.append(UnsafeRawBufferPointer(memory.bytes)))
        filled = 0
    }

    /// Gives all bytes to `body`, piece by piece.
    func drain(
        to body: (UnsafeRawBufferPointer) throws(SealingError) -> Void
    ) throws(SealingError) {
        if let spill {
            let buffer = RawBuffer(count: memory.count)
            for block in blocks {
                let piece = unsafe buffer[0..<block.count]
                try unsafe spill.read(block, into: piece)
                try unsafe body(UnsafeRawBufferPointer(piece))
            }
        }
        try unsafe body(UnsafeRawBufferPointer(memory[0..<filled]))
    }
}
