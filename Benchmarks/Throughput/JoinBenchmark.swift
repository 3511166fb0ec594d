// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Glibc
internal import Linkage

/// The join of two files of raw filters: the answer checked first, then the time.
struct JoinBenchmark {
    /// Rows of the first file that are checked against plain counting.
    private static let checkedRows = 512
    private static let repetitions = 5

    private let first: FilterMatrix
    private let second: FilterMatrix
    private let threshold: SimilarityThreshold
    private let threads: Int
    private var tuning = JoinTuning()

    /// Reads `arguments`: A.bin B.bin BITS THRESHOLD [THREADS [SKETCHBITS]]; no SKETCHBITS chooses them, 0 counts in full.
    init?(_ arguments: [String]) {
        guard (4...6).contains(arguments.count), let bits = Int(arguments[2]),
            let threads = arguments.count > 4 ? Int(arguments[4]) : 1,
            let threshold = try? SimilarityThreshold(arguments[3]),
            let first = Self.matrix(arguments[0], bits: bits), let second = Self.matrix(arguments[1], bits: bits)
        else { return nil }
        self.first = first
        self.second = second
        self.threshold = threshold
        self.threads = threads
        if arguments.count > 5 { tuning.sketchBits = Int(arguments[5]) }
    }

    /// Rows of `bits` bits, back to back.
    private static func matrix(_ path: String, bits: Int) -> FilterMatrix? {
        guard let file = unsafe fopen(path, "rb") else { return nil }
        defer { unsafe fclose(file) }
        unsafe fseek(file, 0, SEEK_END)
        let rows = unsafe ftell(file) / (bits / 8)
        unsafe rewind(file)
        guard let matrix = try? FilterMatrix(rows: rows, bits: bits) else { return nil }
        let read = unsafe matrix.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
        return read == rows * bits / 8 ? matrix : nil
    }

    /// Prints the number of pairs and the median time: of the processor for one thread, else of the clock.
    ///
    /// - Returns: whether the checked rows' pairs are right.
    func run() throws -> Bool {
        var pairs: [FoundPair] = []
        var times: [Double] = []
        for _ in 0..<Self.repetitions {
            let start = Self.seconds(threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC)
            let input = try LinkageInput([dataset("a", first), dataset("b", second)])
            pairs = try AllPairs.find(
                in: input,
                threshold: threshold,
                control: RunControl(threads: threads),
                tuning: tuning
            )[0].pairs
            times.append(Self.seconds(threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC) - start)
            guard times.count > 1 || isRight(pairs) else {
                print("wrong pairs in the first \(Self.checkedRows) rows")
                return false
            }
        }
        let median = times.sorted()[times.count / 2]
        let rate = Double(first.rows) * Double(second.rows) / median / 1e9
        print(
            "matches=\(pairs.count) seconds=\(median) billion-pairs-per-second=\(rate) kernel=\(try KernelChoice.inUse().name)"
        )
        return true
    }

    private func dataset(_ name: String, _ matrix: FilterMatrix) throws -> LinkageDataset {
        let tokens = (0..<16 * matrix.rows).map { UInt8(truncatingIfNeeded: ($0 / 16) >> (8 * ($0 % 8))) }
        return try LinkageDataset(name: name, tokens: tokens, filters: matrix)
    }

    private func isRight(_ pairs: [FoundPair]) -> Bool {
        let left = (0..<min(Self.checkedRows, first.rows)).map { words(first, $0) }
        let right = (0..<second.rows).map { words(second, $0) }
        let rightCounts = right.map { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
        var expected: [[Int]] = []
        for (a, query) in left.enumerated() {
            let count = query.reduce(0) { $0 + $1.nonzeroBitCount }
            for b in right.indices {
                var common = 0
                for word in query.indices { common += (query[word] & right[b][word]).nonzeroBitCount }
                if 20_000 * common >= threshold.tenThousandths * (count + rightCounts[b]), common > 0 {
                    expected.append([a, b, common])
                }
            }
        }
        return expected
            == pairs.prefix { $0.rowA < left.count }.map { [Int($0.rowA), Int($0.rowB), Int($0.intersection)] }
    }

    private func words(_ matrix: FilterMatrix, _ row: Int) -> [UInt64] {
        unsafe matrix.withUnsafeRow(row) { unsafe Array($0.bindMemory(to: UInt64.self)) }
    }

    static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}
