// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import CSodium
import Sealing

/// Known bytes in a sealed box, made by libsodium itself: how a test gives a key a value that vectors were published for.
enum SealedSecret {
    static func sealed(_ secret: [UInt8], to card: PartyCard) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: secret.count + crypto_box_sealbytes())
        _ = unsafe crypto_box_seal(&sealed, secret, UInt64(secret.count), card.sealKey)
        return sealed
    }
}
