// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
package import Sealing

/// The verified content of an encoding file, column by column.
package struct EncodedDataset: Sendable {
    package let header: EncodingHeader
    /// The card that the file's sender was checked against; what answers the file is sealed to it.
    package let sender: PartyCard
    /// 16 bytes a row.
    package let tokens: [UInt8]
    /// `header.presenceBytes` a row.
    package let presence: [UInt8]
    /// A matrix for each of `header.vectors`.
    package let vectors: [FilterMatrix]
}
