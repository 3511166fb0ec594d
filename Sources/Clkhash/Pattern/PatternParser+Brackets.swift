// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension PatternParser {
    /// What follows an opening round bracket; nil for comments and flags.
    mutating func bracket(mayHaveFlags: Bool) throws(PatternFault) -> PatternNode? {
        guard tokens.take("?") else { return try capture(name: nil) }
        guard let token = tokens.next, !token.isEscaped else { throw PatternFault.unknownBracket }
        if token.scalar == "-" || PatternFlags.letters.unicodeScalars.contains(token.scalar) {
            return try flagged(mayHaveFlags: mayHaveFlags)
        }
        tokens.index += 1
        switch token.scalar {
        case "P": return try named()
        case ":": return .group(try group())
        case "#":
            while let token = tokens.take() { if token.is(")") { return nil } }
            throw PatternFault(reason: "a comment is not closed")
        case "=", "!": return try look(isBehind: false)
        case "<":
            guard tokens.take("=") || tokens.take("!") else { throw PatternFault.unknownBracket }
            return try look(isBehind: true)
        case "(": return try condition()
        case ">":
            refuse("has an atomic group")
            return .group(try group())
        default: throw PatternFault.unknownBracket
        }
    }

    /// Alternatives through the closing bracket.
    private mutating func group() throws(PatternFault) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        let node = try alternatives()
        try close()
        return node
    }

    private mutating func close() throws(PatternFault) {
        guard tokens.take(")") else { throw PatternFault(reason: "a bracket is not closed") }
    }

    private mutating func capture(name: String?) throws(PatternFault) -> PatternNode {
        let number = try groups.open(name: name)
        let node = try group()
        groups.close(number, width: node.width)
        return .group(node)
    }

    private mutating func flagged(mayHaveFlags: Bool) throws(PatternFault) -> PatternNode? {
        let outer = flags
        switch try tokens.takeFlags() {
        case .global(let on):
            guard mayHaveFlags else { throw PatternFault(reason: "its flags do not stand in front") }
            noteUnsupported(on)
            try flags.add(on)
            return nil
        case .local(let on, let off):
            noteUnsupported(on)
            flags = flags.changed(on: on, off: off)
            defer { flags = outer }
            return .group(try group())
        }
    }

    private mutating func noteUnsupported(_ on: Set<Unicode.Scalar>) {
        if !on.isDisjoint(with: ["i", "t"]) { refuse("has a flag other than a, m, s, u and x") }
    }

    private mutating func named() throws(PatternFault) -> PatternNode {
        if tokens.take("<") {
            let name = try tokens.takeText(before: ">")
            guard name.isPythonIdentifier else { throw PatternFault.name }
            return try capture(name: name)
        }
        guard tokens.take("=") else { throw PatternFault.unknownBracket }
        let name = try tokens.takeText(before: ")")
        guard name.isPythonIdentifier else { throw PatternFault.name }
        return try reference(to: groups.number(ofName: name))
    }

    /// A repetition of what a group matched.
    mutating func reference(to number: Int) throws(PatternFault) -> PatternNode {
        refuse("refers to a group")
        return .opaque(try groups.width(of: number))
    }

    private mutating func look(isBehind: Bool) throws(PatternFault) -> PatternNode {
        refuse("looks ahead or behind")
        let isOutermost = isBehind && groups.countBeforeLookBehind == nil
        if isOutermost { groups.countBeforeLookBehind = groups.count }
        let width = try group().width
        if isOutermost { groups.countBeforeLookBehind = nil }
        guard !isBehind || width.least == width.greatest else {
            throw PatternFault(reason: "it looks behind at text of no fixed length")
        }
        return .opaque(.zero)
    }

    /// `(?(1)…|…)`, of which Python takes the first if group 1 has matched, and the second if not.
    private mutating func condition() throws(PatternFault) -> PatternNode {
        refuse("has a condition")
        let name = try tokens.takeText(before: ")")
        if name.isPythonIdentifier {
            try groups.await(groups.number(ofName: name))
        } else {
            guard let number = IntegerText.normalised(name).flatMap({ Int($0) }) else { throw PatternFault.name }
            try groups.await(number)
        }
        depth += 1
        defer { depth -= 1 }
        let matched = try sequence().width
        let other = tokens.take("|") ? try sequence().width : .zero
        guard tokens.next?.is("|") != true else { throw PatternFault(reason: "a condition has more than two branches") }
        try close()
        return .opaque(matched.union(other))
    }
}

extension PatternFault {
    fileprivate static let unknownBracket = PatternFault(reason: "there is no such bracket with a question mark")
    fileprivate static let name = PatternFault(reason: "a group's name is none")
}

extension String {
    /// Whether Python takes the text for a name.
    fileprivate var isPythonIdentifier: Bool {
        guard let first = unicodeScalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return unicodeScalars.dropFirst().allSatisfy { $0.properties.isXIDContinue }
    }
}
