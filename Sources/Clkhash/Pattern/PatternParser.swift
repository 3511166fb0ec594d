// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Reads a pattern as Python 3.11's `re` does, and refuses what that refuses.
///
/// What the matcher does not do is read as well, because Python would refuse mistakes in it; `unsupported` names it.
struct PatternParser {
    /// Groups within each other; Python has a limit too, which depends on the stack.
    static let maximumDepth = 200

    var tokens: PatternTokens
    var flags = PatternFlags()
    var groups = PatternGroups()
    /// The first thing that the matcher does not do.
    var unsupported: String?
    /// Groups that are open around the cursor.
    var depth = 0

    /// A pattern's parts, and what of it the matcher does not do.
    ///
    /// - Throws: where Python refuses the pattern; and for more than 200 groups within each other.
    static func parse(_ pattern: String) throws(PatternFault) -> (root: PatternNode, unsupported: String?) {
        var parser = PatternParser(tokens: try PatternTokens(pattern))
        let root = try parser.alternatives()
        guard parser.tokens.next == nil else { throw PatternFault(reason: "a closing bracket stands alone") }
        try parser.groups.checkAwaited()
        return (root, parser.unsupported)
    }

    /// Parts with bars between them, to a closing bracket or the end.
    mutating func alternatives() throws(PatternFault) -> PatternNode {
        guard depth <= Self.maximumDepth else { throw PatternFault(reason: "its groups are too deep") }
        var branches: [PatternNode] = []
        repeat { branches.append(try sequence(isFirst: depth == 0 && branches.isEmpty)) } while tokens.take("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    /// Parts one after the other, to a bar, a closing bracket or the end.
    ///
    /// - Parameter isFirst: whether flags for the whole pattern may stand in front.
    mutating func sequence(isFirst: Bool = false) throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let token = tokens.next, !token.isOne(of: "|)") {
            tokens.index += 1
            if flags.isVerbose, skipVerbose(token) { continue }
            switch token.isEscaped ? "\\" : token.scalar {
            case "\\": nodes.append(try escape(token))
            case "[": nodes.append(.set(try set()))
            case ".": nodes.append(.set(flags.matchesLineFeeds ? PatternSet([], isNegated: true) : .notLineFeed))
            case "^": nodes.append(.anchor(flags.isMultiline ? .lineStart : .start))
            case "$": nodes.append(.anchor(flags.isMultiline ? .lineEnd : .endOrLastLineFeed))
            case "*", "+", "?", "{":
                guard let bounds = try bounds(token.scalar) else {
                    nodes.append(.set(PatternSet(token.scalar.value)))
                    break
                }
                nodes.append(try repeated(nodes.popLast(), bounds))
            case "(": if let node = try bracket(mayHaveFlags: isFirst && nodes.isEmpty) { nodes.append(node) }
            default: nodes.append(.set(PatternSet(token.scalar.value)))
            }
        }
        return .sequence(nodes)
    }

    /// Skips white space or a comment where the flag `x` is on; false if the token is neither.
    private mutating func skipVerbose(_ token: PatternTokens.Token) -> Bool {
        if token.isOne(of: " \t\n\r\u{B}\u{C}") { return true }
        guard token.is("#") else { return false }
        while let token = tokens.take(), !token.is("\n") {}
        return true
    }

    /// How often the part before is repeated; nil if the bracket is a character.
    private mutating func bounds(_ scalar: Unicode.Scalar) throws(PatternFault) -> (minimum: Int, maximum: Int?)? {
        switch scalar {
        case "*": return (0, nil)
        case "+": return (1, nil)
        case "?": return (0, 1)
        default: break
        }
        let start = tokens.index
        guard tokens.next?.is("}") != true else { return nil }
        let digits = "0123456789"
        let low = tokens.take(of: digits)
        let high = tokens.take(",") ? tokens.take(of: digits) : low
        guard tokens.take("}") else {
            tokens.index = start
            return nil
        }
        let minimum = try low.isEmpty ? 0 : count(low)
        let maximum = try high.isEmpty ? nil : count(high)
        if let maximum, maximum < minimum { throw PatternFault(reason: "it repeats with a minimum above the maximum") }
        return (minimum, maximum)
    }

    private func count(_ digits: String) throws(PatternFault) -> Int {
        guard let count = Int(digits), count < PatternWidth.endless else {
            throw PatternFault(reason: "it repeats with a number that is too large")
        }
        return count
    }

    private mutating func repeated(
        _ node: PatternNode?,
        _ bounds: (minimum: Int, maximum: Int?)
    ) throws(PatternFault) -> PatternNode {
        switch node {
        case nil, .anchor: throw PatternFault(reason: "there is nothing to repeat")
        case .repeated: throw PatternFault(reason: "it repeats twice")
        case let node?:
            // Whether as much or as little as possible is taken first does not change what matches.
            if !tokens.take("?"), tokens.take("+") { refuse("repeats possessively") }
            return .repeated(node, minimum: bounds.minimum, maximum: bounds.maximum)
        }
    }

    /// Notes something that the matcher does not do.
    mutating func refuse(_ what: String) { unsupported = unsupported ?? what }
}

extension PatternSet {
    static let notLineFeed = PatternSet([.range(0x0A...0x0A)], isNegated: true)
}
