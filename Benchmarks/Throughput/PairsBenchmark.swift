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

    /// The share of the pairs to find, in ten-thousandths; nil for all.
    private let recall: Int?
    /// Benchmarks have no secrets.
    private static let secret = [UInt8](repeating: 7, count: HammingDraw.keyBytes)

    /// Reads `arguments`: A.bin B.bin BITS THRESHOLD THREADS WORKFOLDER MEMORY_MB [--recall SHARE].
    init?(_ arguments: [String]) {
        guard arguments.count == 7 || arguments.count == 9 && arguments[7] == "--recall", let bits = Int(arguments[2]),
            let threads = Int(arguments[4]),
            let threshold = try? SimilarityThreshold(arguments[3]), let megabytes = Int(arguments[6])
        else { return nil }
        recall = arguments.count == 9 ? try? SimilarityThreshold(arguments[8]).tenThousandths : nil
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
        let control = RunControl(threads: threads)
        var search = JoinPlan.Search.exact
        if let recall, let found = try ApproximateSearch(input, threshold: threshold, recall: recall, control: control)
        {
            search = .approximate(found)
        }
        let plan = JoinPlan(
            datasets: datasets.map {
                JoinPlan.Dataset(name: $0.name, rows: $0.rows, digest: [UInt8](repeating: 0, count: 32))
            },
            vectors: ["raw"],
            bits: bits,
            measure: .dice,
            threshold: threshold,
            isWithin: false,
            search: search,
            tileRows: try budget.tileRows(
                rows: rows,
                bits: bits,
                pairs: input.datasetPairs,
                isApproximate: search != .exact
            )
        )
        let work = try WorkFolder.create(folder, plan: plan, notes: [:])
        var tuning = JoinTuning()
        tuning.heldPairs = budget.heldPairs
        let progress = JoinProgress(totalComparisons: plan.comparisons, pairLimit: .max, control: control)
        let worker = try TileWorker(
            work,
            input: input,
            secret: Self.secret,
            control: control,
            memoryLimit: budget.pairBytes,
            tuning: tuning
        )
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
        let recall = try MeasuredRecall.of(plan, input: input, secret: Self.secret, control: control).map {
            " recall=\($0.share ?? 0) recall_low=\($0.interval.lowerBound) recall_high=\($0.interval.upperBound) "
                + "recall_seconds=\(start.duration(to: .now) / .seconds(1) - seconds)"
        }
        if case .approximate(let search) = plan.search {
            print("tables=\(search.tables) key_bits=\(search.keyBits)")
        }
        print(
            "pairs=\(summary.pairs) seconds=\(seconds) peak_mb=\(Self.peakMegabytes) tiles=\(plan.tiles.count) "
                + "bytes=\(summary.bytes) sha256=\(Hex.encode(summary.sha256)) kernel=\(input.kernel.name)"
                + (recall ?? "")
        )
    }

    static var peakMegabytes: Int {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_000
    }

    struct Failure: Error { let message: String }
}
