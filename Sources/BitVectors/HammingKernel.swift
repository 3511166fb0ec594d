// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import CBitKernels

/// The operations on hash tables of rows of one instruction set; every kernel gives the same answers.
@safe package struct HammingKernel: @unchecked Sendable {
    let table: tessera_hamming
    package let name: String
    /// Whether this processor can run it.
    package let isSupported: Bool

    /// The kernels of this build, the slowest first; `portable` is always there and always supported.
    package static var all: [HammingKernel] {
        (0..<tessera_hamming_count()).map { unsafe HammingKernel(table: tessera_hamming_at($0).pointee) }
    }

    /// Takes the operations of a table; the kernels of this build are in `all`.
    package init(table: tessera_hamming) {
        unsafe self.table = table
        unsafe name = String(cString: table.name)
        unsafe isSupported = table.is_supported()
    }

    /// The kernel to go with the one that compares rows: of the same instruction set if there is one, else `portable`.
    package static func matching(_ kernel: BitKernel) -> HammingKernel? {
        let supported = all.filter(\.isSupported)
        return supported.last { $0.name == kernel.name } ?? supported.first
    }
}
