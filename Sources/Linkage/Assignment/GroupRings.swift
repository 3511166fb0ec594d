// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Disjoint groups of records in which each dataset occurs at most once; 8 bytes a record.
///
/// A group is a ring: each record knows the next. A group has no more records than there are datasets, so walking it is cheap, and two
/// rings become one by exchanging what two of their records know.
struct GroupRings {
    /// What became of a wish to join.
    enum Outcome { case joined, already, conflict, tie }

    /// A record of a dataset.
    struct Member {
        /// Its number, counted through the datasets.
        var record: Int
        var dataset: Int
    }

    /// What is kept of a record, in one place of memory: most of the time goes into fetching it.
    private struct State {
        var next: UInt32
        /// When it was last joined, or 0.
        var joinedAt: UInt32 = 0
    }

    private var states: [State]
    /// The first record of each dataset, then the number of all.
    private let starts: [Int]
    /// For each dataset the number of the wish in which it was last met.
    private var marks: [UInt64]
    private var wishes: UInt64 = 0

    /// Starts with every record alone; `starts` is the number of the first record of each dataset, then that of all records.
    init(starts: [Int]) {
        self.starts = starts
        states = (0..<(starts.last ?? 0)).map { State(next: UInt32($0)) }
        marks = [UInt64](repeating: 0, count: starts.count)
    }

    /// Joins the groups of two records of different datasets, unless a dataset would then occur twice.
    ///
    /// - Parameter time: above 0; a conflict is a tie if one of the two was joined at the very same time.
    mutating func join(_ first: Member, _ second: Member, at time: UInt32) -> Outcome {
        wishes += 1
        marks[first.dataset] = wishes
        var record = next(first.record)
        while record != first.record {
            if record == second.record { return .already }
            let dataset = dataset(record)
            if dataset == second.dataset { return conflict(first, second, time) }
            marks[dataset] = wishes
            record = next(record)
        }
        record = next(second.record)
        while record != second.record {
            if marks[dataset(record)] == wishes { return conflict(first, second, time) }
            record = next(record)
        }
        let next = states[first.record].next
        states[first.record] = State(next: states[second.record].next, joinedAt: time)
        states[second.record] = State(next: next, joinedAt: time)
        return .joined
    }

    /// The next record of the group; itself if it is alone.
    func next(_ record: Int) -> Int { Int(states[record].next) }

    private func conflict(_ first: Member, _ second: Member, _ time: UInt32) -> Outcome {
        states[first.record].joinedAt == time || states[second.record].joinedAt == time ? .tie : .conflict
    }

    private func dataset(_ record: Int) -> Int {
        var (low, high) = (0, starts.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= record { low = middle } else { high = middle }
        }
        return low
    }
}
