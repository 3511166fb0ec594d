// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Sequence<[UInt8]> {
    /// Lends the fields of a record for the time of a call.
    func withUnsafeFields(_ body: ([UnsafeRawBufferPointer]) -> Void) {
        unsafe Array(joined()).withUnsafeBytes { all in
            var fields: [UnsafeRawBufferPointer] = unsafe []
            var start = 0
            for field in self {
                unsafe fields.append(UnsafeRawBufferPointer(rebasing: all[start..<start + field.count]))
                start += field.count
            }
            unsafe body(fields)
        }
    }
}
