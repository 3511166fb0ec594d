// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Encodings and hardenings of the literature that do not protect: for research only.
///
/// Each was proposed to make encodings safer, and for each there is an attack that re-identifies most records, or the
/// similarities it keeps are enough for one. They are here to be attacked and compared. No linkage schema can name them
/// and no encoding file can hold them.
///
/// Filters are bytes whose bits count from the most significant one of the first byte (`Specs/encodings.md` §5). What
/// looks random is drawn from a `KeyedStream`, so agencies with the same key agree. Arguments out of range trap.
package enum Insecure {}
