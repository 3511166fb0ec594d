// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Says whether a whole text matches a pattern.
///
/// All ways through the pattern are followed at once (Thompson 1968), so no text takes longer than its length times the
/// size of the pattern.
struct PatternMatcher: Sendable {
    private enum Step: Sendable {
        case set(PatternSet)
        case anchor(PatternAnchor)
        /// Go on here, and there.
        case fork(Int, Int)
        case end
    }

    /// Steps of a pattern, its repetitions written out.
    private static let maximumSteps = 20_000

    private var steps: [Step] = []

    /// - Throws: where Python refuses the pattern, or the matcher does not do what it asks.
    init(_ pattern: String) throws(PatternFault) {
        let (root, unsupported) = try PatternParser.parse(pattern)
        if let unsupported { throw PatternFault(reason: "\(unsupported), which is not supported") }
        try append(root)
        try emit(.end)
    }

    private mutating func emit(_ step: Step) throws(PatternFault) {
        guard steps.count < Self.maximumSteps else {
            throw PatternFault(reason: "has more than \(Self.maximumSteps) steps, its repetitions written out")
        }
        steps.append(step)
    }

    private mutating func append(_ node: PatternNode) throws(PatternFault) {
        switch node {
        case .set(let set): try emit(.set(set))
        case .anchor(let anchor): try emit(.anchor(anchor))
        case .sequence(let nodes): for node in nodes { try append(node) }
        case .group(let node): try append(node)
        case .choice(let nodes): try append(choiceOf: nodes)
        case .repeated(let node, let minimum, let maximum):
            try append(node, minimum: minimum, maximum: maximum)
        case .opaque: break
        }
    }

    private mutating func append(choiceOf nodes: [PatternNode]) throws(PatternFault) {
        var jumps: [Int] = []
        for node in nodes.dropLast() {
            let fork = steps.count
            try emit(.fork(0, 0))
            try append(node)
            jumps.append(steps.count)
            try emit(.fork(0, 0))
            steps[fork] = .fork(fork + 1, steps.count)
        }
        if let last = nodes.last { try append(last) }
        for jump in jumps { steps[jump] = .fork(steps.count, steps.count) }
    }

    private mutating func append(_ node: PatternNode, minimum: Int, maximum: Int?) throws(PatternFault) {
        for _ in 0..<minimum {
            let start = steps.count
            try append(node)
            // Nothing as often as one likes is nothing.
            if steps.count == start { return }
        }
        guard let maximum else {
            let fork = steps.count
            try emit(.fork(0, 0))
            try append(node)
            try emit(.fork(fork, fork))
            steps[fork] = .fork(fork + 1, steps.count)
            return
        }
        var forks: [Int] = []
        for _ in minimum..<maximum {
            forks.append(steps.count)
            try emit(.fork(0, 0))
            try append(node)
        }
        for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }

    /// Whether all of the text matches.
    ///
    /// Complexity: O(steps × scalars).
    func matches(_ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        var current = StepList(count: steps.count)
        var next = StepList(count: steps.count)
        follow(0, at: 0, of: text, into: &current)
        for (index, scalar) in text.enumerated() {
            next.removeAll()
            for step in current.steps {
                if case .set(let set) = steps[step], set.contains(scalar) {
                    follow(step + 1, at: index + 1, of: text, into: &next)
                }
            }
            swap(&current, &next)
            if current.steps.isEmpty { return false }
        }
        return current.steps.contains(steps.count - 1)
    }

    /// Adds every step that is reached without taking a character.
    private func follow(_ start: Int, at index: Int, of text: [Unicode.Scalar], into list: inout StepList) {
        var pending = [start]
        while let step = pending.popLast() {
            guard list.insert(step) else { continue }
            switch steps[step] {
            case .fork(let first, let second): pending += [second, first]
            case .anchor(let anchor): if anchor.holds(at: index, of: text) { pending.append(step + 1) }
            case .set, .end: break
            }
        }
    }
}

/// Steps that are reached, each once.
private struct StepList {
    private(set) var steps: [Int] = []
    private var isReached: [Bool]

    init(count: Int) { isReached = [Bool](repeating: false, count: count) }

    mutating func insert(_ step: Int) -> Bool {
        guard !isReached[step] else { return false }
        isReached[step] = true
        steps.append(step)
        return true
    }

    mutating func removeAll() {
        for step in steps { isReached[step] = false }
        steps.removeAll(keepingCapacity: true)
    }
}

extension PatternAnchor {
    /// Whether the place before a scalar is one of these.
    fileprivate func holds(at index: Int, of text: [Unicode.Scalar]) -> Bool {
        switch self {
        case .start: return index == 0
        case .end: return index == text.count
        case .endOrLastLineFeed:
            return index == text.count || (index == text.count - 1 && text[index] == "\n")
        case .lineStart: return index == 0 || text[index - 1] == "\n"
        case .lineEnd: return index == text.count || text[index] == "\n"
        case .wordBoundary(let word, let isNegated):
            let isBefore = index > 0 && word.contains(text[index - 1])
            let isAfter = index < text.count && word.contains(text[index])
            return !text.isEmpty && (isBefore != isAfter) != isNegated
        }
    }
}
