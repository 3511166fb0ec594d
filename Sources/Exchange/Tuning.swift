// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Sizes that trade memory for speed; the rows of a file never depend on them.
package struct Tuning: Sendable {
    /// Bytes of payload in each chunk but the last.
    package var chunkBytes = 65_536
    /// How many buckets rows are dealt to.
    package var buckets = 256
    /// What a bucket holds in memory, at least one row.
    package var bucketBytes = 65_536
    /// The largest bucket that is put in order in memory; a larger one is dealt again.
    package var loadBytes = 8_388_608

    package init() {}
}
