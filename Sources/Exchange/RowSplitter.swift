// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Cuts a payload that comes in pieces of any size into rows of one length.
struct RowSplitter {
    private let rowBytes: Int
    /// The beginning of a row whose end is in the next piece.
    private var started: [UInt8] = []

    init(rowBytes: Int) { self.rowBytes = rowBytes }

    mutating func split(_ piece: UnsafeRawBufferPointer, to body: (UnsafeRawBufferPointer) -> Void) {
        var offset = 0
        if !started.isEmpty {
            offset = min(rowBytes - started.count, piece.count)
            unsafe started.append(contentsOf: piece[..<offset])
            guard started.count == rowBytes else { return }
            unsafe started.withUnsafeBytes { unsafe body($0) }
            started.removeAll(keepingCapacity: true)
        }
        while piece.count - offset >= rowBytes {
            unsafe body(UnsafeRawBufferPointer(rebasing: piece[offset..<offset + rowBytes]))
            offset += rowBytes
        }
        unsafe started.append(contentsOf: piece[offset...])
    }
}
