// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The groups of a pattern that can be referred to, while it is read.
struct PatternGroups {
    /// By number; nil while the group is open.
    ///
    /// Group 0 is the whole pattern.
    private var widths: [PatternWidth?] = [nil]
    private var numbers: [[UInt8]: Int] = [:]
    /// Numbers that conditions named, and that may come later.
    private var awaited: [Int] = []
    /// The groups that were there when the outermost look behind began.
    var countBeforeLookBehind: Int?

    var count: Int { widths.count }

    mutating func open(name: String?) throws(PatternFault) -> Int {
        widths.append(nil)
        guard let name else { return count - 1 }
        guard numbers.updateValue(count - 1, forKey: Array(name.utf8)) == nil else {
            throw PatternFault(reason: "two groups have the same name")
        }
        return count - 1
    }

    mutating func close(_ number: Int, width: PatternWidth) { widths[number] = width }

    func number(ofName name: String) throws(PatternFault) -> Int {
        guard let number = numbers[Array(name.utf8)] else {
            throw PatternFault(reason: "it refers to a group that does not exist")
        }
        return number
    }

    /// The width of a group that the pattern refers to.
    func width(of number: Int) throws(PatternFault) -> PatternWidth {
        guard number < count else { throw PatternFault(reason: "it refers to a group that does not exist") }
        guard let width = widths[number] else { throw PatternFault(reason: "it refers to a group within itself") }
        try checkLookBehind(number)
        return width
    }

    /// Notes a group that a condition refers to.
    mutating func await(_ number: Int) throws(PatternFault) {
        guard number > 0 else { throw PatternFault(reason: "it refers to a group that does not exist") }
        awaited.append(number)
        try checkLookBehind(number)
    }

    /// Whether the groups that conditions named exist, now that all are known.
    func checkAwaited() throws(PatternFault) {
        guard awaited.allSatisfy({ $0 < count }) else {
            throw PatternFault(reason: "it refers to a group that does not exist")
        }
    }

    private func checkLookBehind(_ number: Int) throws(PatternFault) {
        guard let countBeforeLookBehind else { return }
        guard number < countBeforeLookBehind, widths[number] != nil else {
            throw PatternFault(reason: "it looks behind at a group that is not closed there")
        }
    }
}
