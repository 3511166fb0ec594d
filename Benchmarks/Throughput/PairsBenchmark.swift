// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc
internal import JSONText
internal import Linkage
internal import Sealing

/// From two files of raw filters to one file of sorted pairs, in a memory budget: plan, tiles, merge.
struct PairsBenchmark {
    private let paths: [String]
    private let bits: Int
    private let threshold: SimilarityThreshold
    private let threads: Int
    private let folder: String
    private let budget: MemoryBudget

    /// Reads `arguments`: A.bin B.bin BITS THRESHOLD THREADS WORKFOLDER MEMORY_MB.
    init?(_ arguments: [String]) {
        guard arguments.count == 7, let bits = Int(arguments[2]), let threads = Int(arguments[4]),
            let threshold = try? SimilarityThreshold(arguments[3]), let megabytes = Int(arguments[6])
        else { return nil }
        paths = Array(arguments[..<2])
        self.bits = bits
        self.threshold = threshold
        self.threads = threads
        folder = arguments[5]
        budget = MemoryBudget(bytes: megabytes << 20, threads: threads)
    }

    /// Prints the number of pairs, the seconds by the clock, the peak memory of the process and the digest of the pairs.
    func run() throws {
        let start = ContinuousClock.now
        let rows = paths.compactMap { RawRows.rows(path: $0, bits: bits) }
        let isResident = budget.holdsAll(rows: rows, bits: bits)
        let datasets = try zip(["a", "b"], paths).map { name, path in
            guard let source = RawRows(path: path, bits: bits, isResident: isResident) else {
                throw Failure(message: "\(path) is no file of filters of \(bits) bits")
            }
            return try LinkageDataset(
                name: name,
                tokens: [UInt8](repeating: 0, count: 16 * source.rows),
                popcounts: source.popcounts(),
                source: source
            )
        }
        let input = try LinkageInput(datasets)
        let plan = JoinPlan(
            datasets: datasets.map {
                JoinPlan.Dataset(name: $0.name, rows: $0.rows, digest: [UInt8](repeating: 0, count: 32))
            },
            vectors: ["raw"],
            bits: bits,
            measure: .dice,
            threshold: threshold,
            isWithin: false,
            search: .exact,
            tileRows: try budget.tileRows(rows: rows, bits: bits, pairs: input.datasetPairs)
        )
        let work = try WorkFolder.create(folder, plan: plan, notes: [:])
        let control = RunControl(threads: threads)
        var tuning = JoinTuning()
        tuning.heldPairs = budget.heldPairs
        let progress = JoinProgress(totalComparisons: plan.comparisons, pairLimit: .max, control: control)
        let worker = try TileWorker(work, input: input, control: control, tuning: tuning)
        _ = try worker.run(plan.tiles, progress: progress)

        let result = try JoinResult(work)
        var stream = result.stream(input.datasetPairs[0])
        let writer = try PairFileWriter(
            path: folder + "/merged.pairs",
            planDigest: [UInt8](repeating: 0, count: 32),
            tile: 0
        )
        var batch: [FoundPair] = []
        while try stream.next(into: &batch) { try writer.append(batch) }
        let summary = try writer.finish(comparisons: plan.comparisons)
        let seconds = start.duration(to: .now) / .seconds(1)
        print(
            "pairs=\(summary.pairs) seconds=\(seconds) peak_mb=\(Self.peakMegabytes) tiles=\(plan.tiles.count) "
                + "bytes=\(summary.bytes) sha256=\(Hex.encode(summary.sha256))"
        )
    }

    private static var peakMegabytes: Int {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_000
    }

    struct Failure: Error { let message: String }
}
