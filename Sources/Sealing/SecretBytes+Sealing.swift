// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium

extension SecretBytes {
    /// The bytes for the holder of a card alone: libsodium's sealed box, 48 bytes longer, another one each time.
    ///
    /// - Throws: `sealing.streamKey` if nothing can be sealed to the card.
    func sealed(to card: PartyCard) throws(SealingError) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: count + crypto_box_sealbytes())
        let isSealed = unsafe withBytes {
            unsafe card.sealKey.count == Int(crypto_box_PUBLICKEYBYTES)
                && crypto_box_seal(&sealed, $0, UInt64(count), card.sealKey) == 0
        }
        guard isSealed else { throw .card }
        return sealed
    }

    /// `count` bytes out of a sealed box; nil if it is of another size, damaged, or sealed to another.
    static func opened(_ sealed: [UInt8], count: Int, as identity: Identity) throws(SealingError) -> SecretBytes? {
        guard sealed.count == count + crypto_box_sealbytes() else { return nil }
        var isOpened = false
        let bytes = try unsafe SecretBytes(count: count) { bytes in
            isOpened = unsafe identity.sealSecret.withBytes {
                unsafe crypto_box_seal_open(bytes, sealed, UInt64(sealed.count), identity.card.sealKey, $0) == 0
            }
            return true
        }
        return isOpened ? bytes : nil
    }
}
