// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Columns of 32-bit numbers as the store's files hold them, little-endian.
extension [UInt32] {
    /// Calls `body` with the numbers' bytes.
    func withLittleEndianBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(SpineError) -> Result
    ) throws(SpineError) -> Result {
        let numbers = map(\.littleEndian)
        var result: Swift.Result<Result, SpineError>?
        unsafe numbers.withUnsafeBytes { bytes in
            do throws(SpineError) { result = .success(try unsafe body(bytes)) } catch { result = .failure(error) }
        }
        guard let result else { preconditionFailure("the body was not called") }
        return try result.get()
    }

    /// Reads numbers from a range of bytes.
    init(littleEndian bytes: UnsafeRawBufferPointer) {
        self = (0..<bytes.count / 4).map {
            UInt32(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
        }
    }
}
