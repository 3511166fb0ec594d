// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Faults
internal import Files
internal import JSONText
internal import Linkage
internal import Sealing
internal import Synchronization
internal import Terminal

/// Does one run of the compatible routes, on a thread that may wait; what was compared before a server ended is not compared again.
final class AnonlinkWorker: Sendable {
    /// What is to be done.
    struct Task: Sendable {
        let run: AnonlinkRun
        let project: AnonlinkProject
        let parties: [AnonlinkParty]
    }

    /// What is told while it is done; each call is kept when it returns.
    struct Listener: Sendable {
        /// Comparisons in all.
        let onStart: @Sendable (Int) throws(ServerError) -> Void
        /// Comparisons done.
        let onProgress: @Sendable (Int) -> Void
        /// The result is being made.
        let onOutput: @Sendable () throws(ServerError) -> Void
        let isCancelled: @Sendable () -> Bool
    }

    private let store: AnonlinkStore
    private let threads: Int
    private let spareBytes: Int
    /// Bytes of a pair on its way to the result, in the tiles and sorted.
    private static let pairBytes = 64

    init(_ store: AnonlinkStore, threads: Int?, spareBytes: Int) {
        self.store = store
        self.threads = threads ?? RunControl.processors
        self.spareBytes = spareBytes
    }

    /// Does a run.
    ///
    /// - Returns: bytes of the result's files.
    /// - Throws: `anonlink.refused` with the message that clients know for encodings of sizes that can't be compared; what comparing
    ///   throws; `linkage.cancelled`.
    func perform(_ task: Task, _ listener: Listener) throws(ServerError) -> [Int] {
        do {
            try Self.checkSizes(task.parties)
            return try compare(task, listener)
        } catch let error as ServerError {
            throw error
        } catch let fault as any Fault {
            throw ServerError(fault)
        } catch {
            throw .shown(error)
        }
    }

    private static func checkSizes(_ parties: [AnonlinkParty]) throws(ServerError) {
        guard Set(parties.map(\.encodingBytes)).count == 1 else {
            throw .anonlinkBody("Mismatch in encoding sizes. Stopping")
        }
        guard let bytes = parties.first?.encodingBytes, bytes % 8 == 0 else {
            throw .anonlinkBody("Encoding size must be multiple of 8 bytes (64 bits)")
        }
    }

    private func compare(_ task: Task, _ listener: Listener) throws -> [Int] {
        guard let threshold = AnonlinkThreshold(task.run.threshold), let floor = threshold.floor else {
            throw ServerError.anonlinkBody("The threshold is no number above 0 and at most 1")
        }
        let place = store.place(of: task.project)
        let key = try place.dataKey(store.identity)
        let budget = MemoryBudget(bytes: max(SystemMemory.available() / 2, 256 << 20), threads: threads)
        let input = try input(task, place, key, budget)
        let blocks = try blocks(task, place, key)
        let rows = input.datasets.map(\.rows)
        let total = blocks?.comparisons ?? input.datasetPairs.reduce(0) { $0 + input.comparisons($1) }
        try listener.onStart(total)
        // What a run that was cut off left of its result is made anew.
        for part in 0...task.parties.count { ProjectFolder.remove(place.result(task.run.id, part)) }
        let work = try work(task, input, blocks, floor, budget, place)
        try join(work, input, blocks, total: total, budget, listener)
        try listener.onOutput()
        var candidates = try RankedCandidates(
            CandidatePairs(JoinResult(work), of: input, memoryLimit: budget.pairBytes).sources,
            memoryLimit: budget.pairBytes,
            folder: work.path,
            isCancelled: listener.isCancelled,
            keeps: { threshold.keeps($0) }
        )
        let result = AnonlinkResult(place: place, run: task.run.id, key: key, rows: rows)
        return try result.write(task.project.resultType, of: &candidates)
    }

    private func input(
        _ task: Task,
        _ place: AnonlinkFolder,
        _ key: DataKey,
        _ budget: MemoryBudget
    ) throws -> LinkageInput {
        let bits = 8 * (task.parties.first?.encodingBytes ?? 0)
        let isResident = budget.holdsAll(rows: task.parties.map(\.rows), bits: bits)
        return try LinkageInput(
            try task.parties.map { party in
                let reader = try SealedPiecesReader(
                    path: place.encodings(party.upload ?? ""),
                    bytes: party.rows * party.encodingBytes,
                    key: key
                )
                return try StoredRows(rows: party.rows, bits: bits, reader: reader)
                    .dataset(party: party.number, isResident: isResident)
            }
        )
    }

    private func blocks(_ task: Task, _ place: AnonlinkFolder, _ key: DataKey) throws -> UploadedBlocks? {
        guard task.project.usesBlocking else { return nil }
        return try UploadedBlocks(
            try task.parties.map { party in
                let bytes = party.blockEntries * UploadedRows.blockEntryBytes
                let path = place.blocks(party.upload ?? "")
                return (try SealedPiecesReader(path: path, bytes: bytes, key: key), party.rows)
            }
        )
    }

    /// The folder of the run's tiles: that of an attempt before, if it asked the same.
    private func work(
        _ task: Task,
        _ input: LinkageInput,
        _ blocks: UploadedBlocks?,
        _ threshold: SimilarityThreshold,
        _ budget: MemoryBudget,
        _ place: AnonlinkFolder
    ) throws -> WorkFolder {
        let plan = JoinPlan(
            datasets: zip(input.datasets, task.parties).map { dataset, party in
                // A party's file is known by the random name of its upload.
                JoinPlan.Dataset(
                    name: dataset.name,
                    rows: dataset.rows,
                    digest: SHA256.digest(of: Array((party.upload ?? "").utf8))
                )
            },
            vectors: ["clk"],
            bits: input.bits,
            measure: input.measure,
            threshold: threshold,
            isWithin: false,
            search: blocks.map { .blocks(digest: BlockIndex.digest(of: $0.indexes)) } ?? .exact,
            tileRows: try budget.tileRows(
                rows: input.datasets.map(\.rows),
                bits: input.bits,
                pairs: input.datasetPairs,
                isApproximate: blocks != nil
            )
        )
        let path = place.work(task.run.id)
        if WorkFolder.exists(path) {
            let known = try WorkFolder.open(path)
            if known.plan.asksTheSame(as: plan) { return known }
        }
        ProjectFolder.remove(path)
        return try WorkFolder.create(path, plan: plan, notes: .null)
    }

    private func join(
        _ work: WorkFolder,
        _ input: LinkageInput,
        _ blocks: UploadedBlocks?,
        total: Int,
        _ budget: MemoryBudget,
        _ listener: Listener
    ) throws {
        let told = Mutex(ContinuousClock.now)
        let control = RunControl(
            threads: threads,
            onProgress: { amount in
                let isDue = told.withLock { last in
                    guard ContinuousClock.now - last > .seconds(1) else { return false }
                    last = .now
                    return true
                }
                guard isDue else { return }
                // With blocks more pairs are answered for than are compared.
                let share = Double(amount.comparisons) / Double(max(amount.totalComparisons, 1))
                listener.onProgress(min(total, Int(share * Double(total))))
            },
            isCancelled: listener.isCancelled
        )
        var tuning = JoinTuning()
        tuning.heldPairs = budget.heldPairs
        let worker = try TileWorker(
            work,
            input: input,
            secret: [],
            blocks: blocks?.indexes ?? [],
            control: control,
            memoryLimit: budget.pairBytes,
            tuning: tuning
        )
        let free = SpareRoom(path: work.path, spareBytes: spareBytes).free
        let tiles = work.plan.tiles
        let progress = JoinProgress(
            totalComparisons: tiles.reduce(0) { $0 + $1.comparisons },
            totalTiles: tiles.count,
            pairLimit: max(1_000_000, free / Self.pairBytes),
            control: control
        )
        _ = try worker.run(tiles, progress: progress)
        listener.onProgress(total)
    }
}
