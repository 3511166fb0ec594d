// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Faults

/// What is linked: two or more datasets, numbered by agency name, each with one filter a row to compare.
package struct LinkageInput: Sendable {
    /// The datasets in the order of their names' bytes; every result counts datasets by this order.
    package let datasets: [LinkageDataset]
    /// For each dataset the filters that are compared: the chosen vectors of a row as one long filter.
    package let filters: [FilterMatrix]
    /// For each dataset the set bits of each filter.
    package let popcounts: [[UInt32]]
    /// The kernel that compares.
    package let kernel: BitKernel

    /// The number of records of all datasets.
    package var records: Int { datasets.reduce(0) { $0 + $1.rows } }

    /// The pairs of dataset numbers that are compared, each once, ascending.
    var datasetPairs: [(first: Int, second: Int)] {
        datasets.indices.flatMap { first in ((first + 1)..<datasets.count).map { (first, $0) } }
    }

    /// Orders the datasets and prepares their filters.
    ///
    /// - Parameters:
    ///   - datasets: in any order.
    ///   - vectors: numbers of the vectors to compare; nil for all.
    ///   - kernel: nil for the kernel in use.
    /// - Throws: `linkage.datasets` for fewer than two or two of one name, `linkage.vector` if a vector does not exist,
    ///   `linkage.lengths` if filters differ in length, `linkage.vectors` from the kernel or for lack of memory.
    package init(_ datasets: [LinkageDataset], vectors: [Int]? = nil, kernel: BitKernel? = nil) throws(LinkageError) {
        guard datasets.count >= 2, Set(datasets.map(\.name)).count == datasets.count else {
            throw LinkageError(
                .datasets,
                "a linkage needs two or more datasets of different agencies",
                remedy: "give one encoding file of each agency",
                exitCode: .usage
            )
        }
        self.datasets = datasets.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var filters: [FilterMatrix] = []
        for dataset in self.datasets { filters.append(try Self.compared(dataset, vectors)) }
        guard Set(filters.map(\.bits)).count == 1 else {
            throw LinkageError(
                .lengths,
                "the datasets have filters of different lengths",
                remedy: "encode all datasets with the same linkage schema",
                exitCode: .mismatch
            )
        }
        do throws(BitVectorError) {
            let kernel = if let kernel { kernel } else { try KernelChoice.inUse() }
            self.kernel = kernel
            self.filters = filters
            popcounts = filters.map { kernel.popcounts(of: $0) }
        } catch {
            throw LinkageError(error)
        }
    }
}

extension LinkageInput {
    /// The chosen vectors of a dataset as one filter a row; a single vector is taken as it is, without a copy.
    private static func compared(_ dataset: LinkageDataset, _ vectors: [Int]?) throws(LinkageError) -> FilterMatrix {
        let chosen = vectors ?? Array(dataset.vectors.indices)
        guard let first = chosen.first, chosen.allSatisfy(dataset.vectors.indices.contains) else {
            throw LinkageError(
                .vector,
                "a vector to compare is not in the encodings",
                remedy: "name a vector of the linkage schema",
                exitCode: .usage
            )
        }
        if chosen.count == 1 { return dataset.vectors[first] }
        do throws(BitVectorError) {
            return try FilterMatrix.joining(chosen.map { dataset.vectors[$0] })
        } catch {
            throw LinkageError(error)
        }
    }
}
