// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// What is linked: datasets, numbered by agency name, each with one filter a row to compare.
package struct LinkageInput: Sendable {
    /// The datasets in the order of their names' bytes; every result counts datasets by this order.
    package let datasets: [LinkageDataset]
    /// How similar two filters are.
    package let measure: SimilarityMeasure
    /// Whether each dataset is also compared with itself, to find its duplicates.
    package let isWithin: Bool
    /// The kernel that compares.
    package let kernel: BitKernel

    /// The number of records of all datasets.
    package var records: Int { datasets.reduce(0) { $0 + $1.rows } }
    /// The length of every filter.
    package var bits: Int { datasets[0].source.bits }

    /// The pairs of datasets that are compared, ascending.
    package var datasetPairs: [DatasetPair] {
        datasets.indices.flatMap { first in
            ((isWithin ? first : first + 1)..<datasets.count).map { DatasetPair(first: first, second: $0) }
        }
    }

    /// Orders the datasets.
    ///
    /// - Parameters:
    ///   - datasets: in any order.
    ///   - isWithin: whether each dataset is also compared with itself.
    ///   - kernel: nil for the kernel in use.
    /// - Throws: `linkage.datasets` for fewer than two, unless they are compared with themselves, or two of one name,
    ///   `linkage.lengths` if filters differ in length, `linkage.vectors` from the choice of the kernel.
    package init(
        _ datasets: [LinkageDataset],
        measure: SimilarityMeasure = .dice,
        isWithin: Bool = false,
        kernel: BitKernel? = nil
    ) throws(LinkageError) {
        guard datasets.count >= (isWithin ? 1 : 2), Set(datasets.map(\.name)).count == datasets.count else {
            throw LinkageError(
                .datasets,
                "a linkage needs two or more datasets of different agencies",
                remedy: "give one encoding file of each agency",
                exitCode: .usage
            )
        }
        guard Set(datasets.map(\.source.bits)).count == 1 else {
            throw LinkageError(
                .lengths,
                "the datasets have filters of different lengths",
                remedy: "encode all datasets with the same linkage schema",
                exitCode: .mismatch
            )
        }
        self.datasets = datasets.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.measure = measure
        self.isWithin = isWithin
        self.kernel =
            if let kernel { kernel } else {
                try LinkageError.passingOn { () throws(BitVectorError) in try KernelChoice.inUse() }
            }
    }

    /// Which pairs a threshold keeps.
    package func rule(_ threshold: SimilarityThreshold) -> DistanceRule { measure.rule(threshold, bits: bits) }

    /// The similarity of two rows with the given number of common bits.
    package func similarity(_ pair: FoundPair, in datasets: DatasetPair) -> Similarity {
        measure.similarity(
            intersection: pair.intersection,
            popcountSum: self.datasets[datasets.first].popcounts[Int(pair.rowA)]
                + self.datasets[datasets.second].popcounts[Int(pair.rowB)],
            bits: bits
        )
    }

    /// The number of pairs of records of two datasets, or within one.
    package func comparisons(_ pair: DatasetPair) -> Int {
        let rows = datasets[pair.first].rows
        return pair.isWithin ? rows * (rows - 1) / 2 : rows * datasets[pair.second].rows
    }
}

/// Two dataset numbers, the lower first; equal for the pairs within a dataset.
package struct DatasetPair: Hashable, Sendable {
    package var first: Int
    package var second: Int

    package init(first: Int, second: Int) {
        self.first = first
        self.second = second
    }

    package var isWithin: Bool { first == second }
}
