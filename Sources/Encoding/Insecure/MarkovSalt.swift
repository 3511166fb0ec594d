// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Insecure {
    /// Adds to a record's tokens those that most often follow them in a public list; for research only.
    ///
    /// Schnell and Borgs, *Protecting record linkage identifiers using a language model for patient names* (Studies in
    /// Health Technology and Informatics 253, 2018): a Markov chain over bigrams predicts extra ones. They depend on the
    /// token alone, so equal names get equal extras: frequencies blur a little, and the graph of similarities stays.
    ///
    /// Free in the paper and fixed here: the t likeliest successors, of equally likely ones the first in byte order.
    package struct MarkovSalt: Sendable {
        /// The t likeliest successors of each token, the likeliest first.
        private let successors: [[UInt8]: [[UInt8]]]

        /// Learns the chain.
        ///
        /// - Parameters:
        ///   - sequences: the tokens of each name of a public list, in the order they stand in it, repeats included;
        ///     never an agency's own names.
        ///   - predictions: t.
        package init(learning sequences: some Sequence<[[UInt8]]>, predictions: Int) {
            precondition(predictions >= 0, "a negative number of tokens")
            var counts: [[UInt8]: [[UInt8]: Int]] = [:]
            for tokens in sequences {
                for (token, next) in zip(tokens, tokens.dropFirst()) {
                    counts[token, default: [:]][next, default: 0] += 1
                }
            }
            successors = counts.mapValues { counts in
                let likeliest = counts.sorted {
                    $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
                }
                return likeliest.prefix(predictions).map(\.key)
            }
        }

        /// The tokens with those predicted from them: a set, in byte order.
        package func salted(_ tokens: [[UInt8]]) -> [[UInt8]] {
            Set(tokens + tokens.flatMap { successors[$0] ?? [] }).sorted { $0.lexicographicallyPrecedes($1) }
        }
    }
}
