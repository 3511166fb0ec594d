// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Disjoint groups of records in which each dataset occurs at most once; 4 bytes a record.
///
/// A group is a ring: each record knows the next. A group has no more records than there are datasets, so walking it is cheap, and two
/// rings become one by exchanging what two of their records know.
struct GroupRings {
    /// What became of a wish to join.
    enum Outcome { case joined, already, conflict }

    private var nexts: [UInt32]
    /// The first record of each dataset, then the number of all.
    private let starts: [Int]
    /// For each dataset when it was last found in a group.
    private var marks: [UInt64]
    private var time: UInt64 = 0

    /// Starts with every record alone; records are numbered through the datasets, `starts` being the first of each, then the end.
    init(starts: [Int]) {
        self.starts = starts
        nexts = (0..<(starts.last ?? 0)).map { UInt32($0) }
        marks = [UInt64](repeating: 0, count: starts.count)
    }

    /// Joins the groups of two records, unless a dataset would then occur twice.
    mutating func join(_ first: Int, _ second: Int) -> Outcome {
        time += 1
        var record = first
        repeat {
            if record == second { return .already }
            marks[dataset(record)] = time
            record = next(record)
        } while record != first
        record = second
        repeat {
            if marks[dataset(record)] == time { return .conflict }
            record = next(record)
        } while record != second
        nexts.swapAt(first, second)
        return .joined
    }

    /// The next record of the group; itself if it is alone.
    func next(_ record: Int) -> Int { Int(nexts[record]) }

    private func dataset(_ record: Int) -> Int {
        var (low, high) = (0, starts.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= record { low = middle } else { high = middle }
        }
        return low
    }
}
