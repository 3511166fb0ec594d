// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

extension RunControl {
    /// Does `count` pieces of work on all threads, each thread with its own state, and adds up what they return.
    ///
    /// - Throws: the first error of a piece, which ends the work, or `linkage.cancelled`.
    func onPieces<State, Sum: Sendable>(
        _ count: Int,
        state: @escaping @Sendable () -> State,
        sum: Sum,
        adding: @escaping @Sendable (inout Sum, Sum) -> Void,
        _ work: @escaping @Sendable (_ piece: Int, inout State) throws(LinkageError) -> Sum
    ) throws(LinkageError) -> Sum {
        let shared = PieceWork(sum)
        onThreads {
            var state = state()
            while true {
                let piece = shared.next.add(1, ordering: .relaxed).oldValue
                guard piece < count else { return }
                let done = Result { () throws(LinkageError) in
                    if isCancelled?() ?? false { throw .cancelled }
                    return try work(piece, &state)
                }
                guard shared.take(done, adding) else { return }
            }
        }
        return try shared.result.withLock { $0 }.get()
    }

    /// Does pieces of work that return nothing.
    func onPieces<State>(
        _ count: Int,
        state: @escaping @Sendable () -> State,
        _ work: @escaping @Sendable (_ piece: Int, inout State) throws(LinkageError) -> Void
    ) throws(LinkageError) {
        try onPieces(count, state: state, sum: (), adding: { _, _ in }, work)
    }

    /// Does pieces of work and returns what they do, in the order of their numbers.
    package func map<Value: Sendable>(
        _ count: Int,
        _ work: @escaping @Sendable (_ piece: Int) throws(LinkageError) -> Value
    ) throws(LinkageError) -> [Value] {
        try onPieces(
            count,
            state: {},
            sum: [(piece: Int, value: Value)](),
            adding: { $0 += $1 }
        ) { (piece, _) throws(LinkageError) in
            [(piece, try work(piece))]
        }
        .sorted { $0.piece < $1.piece }.map(\.value)
    }
}

/// What the threads of one call share.
private final class PieceWork<Sum: Sendable>: Sendable {
    let next = Atomic(0)
    let result: Mutex<Result<Sum, LinkageError>>

    init(_ sum: Sum) { result = Mutex(.success(sum)) }

    /// Adds a piece's result, or keeps the first error; whether to go on.
    func take(_ done: Result<Sum, LinkageError>, _ adding: (inout Sum, Sum) -> Void) -> Bool {
        result.withLock { result in
            guard case .success(var sum) = result else { return false }
            switch done {
            case .success(let new):
                adding(&sum, new)
                result = .success(sum)
                return true
            case .failure:
                result = done
                return false
            }
        }
    }
}
