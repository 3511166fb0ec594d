// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Insecure {
    /// Each bit becomes its left neighbour XOR its right one, the ends being neighbours; for research only.
    ///
    /// Wolfram's cellular automaton 90, as Schnell and Borgs, *Hardening encrypted patient names against
    /// cryptographic attacks using cellular automata* (ICDM workshops, 2018). A linear map: similarities survive it, and
    /// matching their graph needs no known record.
    package static func rule90(_ filter: [UInt8]) -> [UInt8] {
        filter.indices.map { index in
            let before = filter[index == 0 ? filter.count - 1 : index - 1]
            let after = filter[index == filter.count - 1 ? 0 : index + 1]
            return (filter[index] >> 1 | before << 7) ^ (filter[index] << 1 | after >> 7)
        }
    }
}
