// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How links between records of several datasets become clusters of one person each.
///
/// Known links hold by every rule. All rules but `components` keep forbidden pairs and the records of a deduplicated dataset apart.
/// Where two choices are equal, the one of the lower records is taken.
package enum ClusteringRule: String, Sendable, CaseIterable {
    /// Single linkage: the strongest link first, each joins two clusters unless something keeps them apart.
    case greedy
    /// As greedy, of clusters whose compared records are all linked with each other.
    case complete
    /// Whatever links reach, forbidden or not: what the other rules are measured against.
    case components
    /// What links reach; where something is kept apart in it, its weakest links go until nothing is.
    case splitting
    /// The two clusters of the greatest mean evidence are joined while it is above 0 (average linkage).
    case average
    /// The greatest total of evidence inside clusters, as far as joining clusters and moving records leads to it: correlation clustering
    /// (Bansal, Blum & Chawla, Machine Learning 56, 2004), by the joins and moves of Elsner & Schudy (ILP for NLP, 2009).
    case correlation
}
