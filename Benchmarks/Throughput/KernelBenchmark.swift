// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import CBitKernels
internal import Glibc
internal import Linkage
internal import Terminal

/// Every kernel on filters of several lengths at several thresholds, the answer checked first; and how near the fastest one's
/// screening loop comes to what the processor's ports allow.
struct KernelBenchmark {
    let isQuick: Bool
    private static let seed: UInt64 = 20_261_121
    /// Rows whose pairs are counted one by one.
    private static let checkedRows = 16

    /// Prints `join.BITS.tNN.KERNEL` in billions of pairs a second of one thread's processor time, the best of three.
    ///
    /// - Returns: whether all answers were right.
    func run() throws -> Bool {
        StandardError().write("\(Self.processor), kernels \(KernelChoice.supportedNames), seed \(Self.seed)\n")
        for name in KernelChoice.supportedNames.reversed() {
            let kernel = try KernelChoice.choose(name)
            for bits in isQuick ? [1_024] : [512, 1_024, 2_048, 4_096] {
                // About as long for every length, and shorter for slower kernels.
                let rows =
                    (name == "portable" ? 4_000 : name == "avx2" ? 8_000 : 16_000) * 32 / Int(Double(bits).squareRoot())
                let filters = try (
                    Self.people(rows, bits, seed: Self.seed), Self.people(rows, bits, seed: Self.seed + 1)
                )
                for hundredths in [60, 70, 80, 90] {
                    let threshold = try SimilarityThreshold(tenThousandths: 100 * hundredths)
                    guard let rate = try rate(filters, threshold, kernel) else {
                        StandardError().write("wrong pairs: \(name), \(bits) bits, threshold \(threshold)\n")
                        return false
                    }
                    print("join.\(bits).t\(hundredths).\(name) \(rate)")
                }
            }
        }
        for (name, sketchBits) in [("t80", 672), ("t90", 320)] {
            print("join.1024.\(name).port_share \(try portShare(sketchBits: sketchBits))")
        }
        return true
    }

    /// Billions of pairs a second; nil if an answer is wrong.
    private func rate(
        _ filters: (FilterMatrix, FilterMatrix),
        _ threshold: SimilarityThreshold,
        _ kernel: BitKernel
    ) throws -> Double? {
        let tokens = [UInt8](repeating: 0, count: 16 * filters.0.rows)
        let input = try LinkageInput(
            [
                LinkageDataset(name: "a", tokens: tokens, filters: filters.0),
                LinkageDataset(name: "b", tokens: tokens, filters: filters.1),
            ],
            kernel: kernel
        )
        var best = Double.infinity
        for repetition in 0..<3 {
            let start = Self.seconds()
            let pairs = try AllPairs.find(in: input, threshold: threshold, control: RunControl(threads: 1))[0].pairs
            best = min(best, Self.seconds() - start)
            guard repetition > 0 || isRight(pairs, filters, threshold) else { return nil }
        }
        return Double(filters.0.rows * filters.1.rows) / best / 1e9
    }

    private func isRight(
        _ pairs: [FoundPair],
        _ filters: (FilterMatrix, FilterMatrix),
        _ threshold: SimilarityThreshold
    ) -> Bool {
        let right = (0..<filters.1.rows).map { Self.words(filters.1, $0) }
        let rightCounts = right.map { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
        var expected: [FoundPair] = []
        for row in 0..<min(Self.checkedRows, filters.0.rows) {
            let query = Self.words(filters.0, row)
            let count = query.reduce(0) { $0 + $1.nonzeroBitCount }
            for other in right.indices {
                var common = 0
                for word in query.indices { common += (query[word] & right[other][word]).nonzeroBitCount }
                if common > 0, 20_000 * common >= threshold.tenThousandths * (count + rightCounts[other]) {
                    expected.append(FoundPair(rowA: UInt32(row), rowB: UInt32(other), intersection: UInt32(common)))
                }
            }
        }
        return expected == Array(pairs.prefix { $0.rowA < Self.checkedRows })
    }

    /// The share of the processor's limit that the screening of pairs reaches, where none survives.
    ///
    /// For two 16-bit words of the sketches of 32 pairs the loop needs an exclusive or, a ternary or, a popcount and an addition; four
    /// such operations a cycle make W / 1,024 cycles a pair for a sketch of W bits. What else there is to do for a pair (the rests, the
    /// test, loading, blocking) counts against it. Cycles are told by a chain of additions before and after; the best of 40.
    private func portShare(sketchBits: Int) throws -> Double {
        let kernel = try KernelChoice.inUse()
        let matrix = try Self.people(5_120, 1_024, seed: Self.seed + 2)
        let popcounts = try matrix.popcounts()
        let rule = DistanceRule(greatestDistance: 60)
        let rows = (matrix, Array(0..<512))
        let choice = InformativeBits(rows, rows, rule: rule).choice(bits: sketchBits, lanes: .bytes)
        let blocks = try [(0..<1_024, SketchBlock.Role.queries), (1_024..<5_120, .candidates)].map { rows, role in
            try SketchBlock(
                of: matrix,
                in: PopcountOrder(rows, popcounts: popcounts),
                choice: choice,
                as: role,
                kernel: kernel
            )
        }
        var scratch = BitKernel.JoinScratch()
        var least = Double.infinity
        for _ in 0..<40 {
            let before = Self.cyclesPerSecond()
            let start = Self.seconds()
            _ = kernel.join(
                blocks[0],
                blocks[1],
                rule: rule,
                scratch: &scratch,
                found: { _ in },
                checkpoint: { _ in true }
            )
            let seconds = Self.seconds() - start
            let cycles = seconds * max(before, Self.cyclesPerSecond())
            least = min(least, cycles / Double(1_024 * 4_096))
        }
        return Double(sketchBits) / 1_024 / least
    }

    private static func cyclesPerSecond() -> Double {
        let count: UInt64 = 2_000_000
        let start = seconds()
        _ = tessera_add_chain(count)
        return Double(count) / (seconds() - start)
    }

    /// Filters as encoders make them: each position set with a probability of its own around 0.43, a tenth near copies of rows
    /// that every seed shares.
    private static func people(_ rows: Int, _ bits: Int, seed: UInt64) throws -> FilterMatrix {
        var shape = Generator(state: 1)
        let chances = (0..<bits).map { _ in UInt8(30 + shape.below(160)) }
        let matrix = try FilterMatrix(rows: rows, bits: bits)
        var random = Generator(state: seed)
        for row in 0..<rows {
            var own = row % 10 == 0 ? Generator(state: UInt64(row) &+ 99) : random
            unsafe matrix.withUnsafeMutableRow(row) { bytes in
                for position in 0..<bits where own.below(256) < Int(chances[position]) {
                    unsafe bytes[position / 8] |= 1 << UInt8(position % 8)
                }
                guard row % 10 == 0 else { return }
                for _ in 0..<bits / 64 { unsafe bytes[random.below(bits / 8)] ^= 1 << UInt8(random.below(8)) }
            }
            if row % 10 != 0 { random = own }
        }
        return matrix
    }

    private static func words(_ matrix: FilterMatrix, _ row: Int) -> [UInt64] {
        unsafe matrix.withUnsafeRow(row) { unsafe Array($0.bindMemory(to: UInt64.self)) }
    }

    private static func seconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }

    private static var processor: String {
        guard let file = unsafe fopen("/proc/cpuinfo", "r") else { return "unknown processor" }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while unsafe fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("model name"), let name = text.split(separator: ":").last {
                return String(name.drop { $0 == " " }.prefix { $0 != "\n" })
            }
        }
        return "unknown processor"
    }
}
