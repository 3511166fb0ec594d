// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors

/// Collects the pairs that one thread finds and gives them to a sink, many at a time, from where nothing can be thrown.
final class HandOver {
    typealias Sink = @Sendable ([FoundPair]) throws(LinkageError) -> Void

    private static let batchPairs = 8_192

    private let sink: Sink
    private var batch: [FoundPair] = []
    private var failure: LinkageError?

    init(_ sink: @escaping Sink) { self.sink = sink }

    func append(_ pair: FoundPair) {
        batch.append(pair)
        if batch.count >= Self.batchPairs { flush() }
    }

    /// Whether the sink took everything so far.
    var goesOn: Bool { failure == nil }

    /// Gives what is left.
    ///
    /// - Throws: what the sink threw, now or before.
    func finish() throws(LinkageError) {
        flush()
        if let failure { throw failure }
    }

    private func flush() {
        guard !batch.isEmpty, failure == nil else { return }
        do throws(LinkageError) { try sink(batch) } catch { failure = error }
        batch.removeAll(keepingCapacity: true)
    }
}
