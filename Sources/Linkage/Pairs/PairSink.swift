// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// What takes the pairs of a comparison as they are found, batch after batch; never called by two threads at once.
package protocol PairSink: AnyObject {
    /// Takes pairs in ascending order, all of them after those it took before.
    func append(_ pairs: [FoundPair]) throws(LinkageError)
}

extension PairFileWriter: PairSink {}
