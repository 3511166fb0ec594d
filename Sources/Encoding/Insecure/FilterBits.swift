// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Array<UInt8> {
    /// Bit i of a filter, counted from the most significant bit of byte 0 (`Specs/encodings.md` §5).
    package subscript(bit index: Int) -> Bool {
        get { self[index / 8] & 0x80 >> UInt8(index % 8) != 0 }
        set {
            let mask = 0x80 as UInt8 >> UInt8(index % 8)
            if newValue { self[index / 8] |= mask } else { self[index / 8] &= ~mask }
        }
    }
}
