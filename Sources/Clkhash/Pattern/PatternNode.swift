// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A regular expression of Python's `re` as its parts.
indirect enum PatternNode: Sendable, Equatable {
    /// One character out of a set.
    case set(PatternSet)
    case anchor(PatternAnchor)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// As often as that; without end if there is no maximum.
    case repeated(PatternNode, minimum: Int, maximum: Int?)
    /// Something that Python knows and the matcher does not, with the least and the greatest length of its text.
    case opaque(PatternWidth)
    case group(PatternNode)

    var width: PatternWidth {
        switch self {
        case .set: .one
        case .anchor: .zero
        case .sequence(let nodes): nodes.reduce(.zero) { $0 + $1.width }
        case .choice(let nodes): nodes.map(\.width).reduce { $0.union($1) } ?? .zero
        case .repeated(let node, let minimum, let maximum):
            node.width.times(UInt64(minimum), maximum.map { UInt64($0) } ?? PatternWidth.endless)
        case .opaque(let width): width
        case .group(let node): node.width
        }
    }
}

/// A place that a match has to pass, and that has no text.
enum PatternAnchor: Sendable, Equatable {
    case start
    case end
    /// At the end, or before a line feed that ends the text.
    case endOrLastLineFeed
    case lineStart
    case lineEnd
    /// Between a character of a word and another one; Python finds neither this nor its opposite in an empty text.
    case wordBoundary(word: PatternSet, isNegated: Bool)
}

/// The least and the greatest length of what a part matches; Python needs them to look behind.
struct PatternWidth: Sendable, Equatable {
    /// What Python takes for endless.
    static let endless = UInt64(UInt32.max)
    static let zero = PatternWidth(least: 0, greatest: 0)
    static let one = PatternWidth(least: 1, greatest: 1)

    var least: UInt64
    var greatest: UInt64

    init(least: UInt64, greatest: UInt64) {
        self.least = min(least, Self.endless - 1)
        self.greatest = min(greatest, Self.endless)
    }

    static func + (left: PatternWidth, right: PatternWidth) -> PatternWidth {
        PatternWidth(least: left.least + right.least, greatest: left.greatest + right.greatest)
    }

    func union(_ other: PatternWidth) -> PatternWidth {
        PatternWidth(least: min(least, other.least), greatest: max(greatest, other.greatest))
    }

    func times(_ minimum: UInt64, _ maximum: UInt64) -> PatternWidth {
        PatternWidth(least: least * minimum, greatest: greatest * maximum)
    }
}

extension Array {
    /// The elements put together; nil if there are none.
    fileprivate func reduce(_ combine: (Element, Element) -> Element) -> Element? {
        first.map { dropFirst().reduce($0, combine) }
    }
}
