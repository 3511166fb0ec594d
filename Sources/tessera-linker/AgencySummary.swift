// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Linkage
internal import Reports

/// One agency's encodings as reports show them.
struct AgencySummary {
    let files: LinkageFiles
    let dataset: Int

    /// - Parameter linked: records that share their id with one of another dataset.
    func reported(linked: Int) -> LinkageReport.Agency {
        let header = files.files[dataset].header
        let counts = files.input.datasets[dataset].popcounts.map(Int.init)
        let mean = counts.isEmpty ? 0 : Double(counts.reduce(0, +)) / Double(counts.count)
        return LinkageReport.Agency(
            name: header.agency,
            rowsIn: header.rowsIn,
            encoded: header.rows,
            rejected: header.rowsRejected,
            blank: header.rowsBlank,
            linked: linked,
            meanFill: mean / Double(files.input.bits),
            popcount: LinkageReport.Spread(least: counts.min() ?? 0, mean: mean, most: counts.max() ?? 0),
            popcounts: histogram(counts)
        )
    }

    /// Records by popcount in about forty bins.
    private func histogram(_ counts: [Int]) -> Histogram {
        guard let least = counts.min(), let most = counts.max() else {
            return Histogram(lower: 0, width: 1, counts: [])
        }
        let width = max(1, (most - least + 40) / 40)
        var bins = [Int](repeating: 0, count: (most - least) / width + 1)
        for count in counts { bins[(count - least) / width] += 1 }
        return Histogram(lower: least, width: width, counts: bins)
    }
}
