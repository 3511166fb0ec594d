// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Dates in declared formats to YYYYMMDD; nothing is guessed from the values.
struct DateNormaliser: Sendable {
    private let formats: [DateFormat]
    private let range: ClosedRange<Int>
    private static let placeholders = FrozenTables.datePlaceholders

    init(formats: [String], range: ClosedRange<Int>) {
        self.formats = formats.map(DateFormat.init)
        self.range = range
    }

    /// The day that a text says, in the first format that has its shape; it need not exist.
    func parse(_ text: [UInt8]) -> DateFormat.Day? {
        for format in formats {
            if let day = format.parse(text) { return day }
        }
        return nil
    }

    func normalise(_ text: inout [UInt8]) -> MissingRule? {
        text.trim()
        guard let day = parse(text) else { return .dateFormat }
        guard day.exists else { return .dateImpossible }
        guard range.contains(day.number) else { return .dateRange }
        write(day, to: &text)
        return Self.placeholders.contains(text[...]) ? .datePlaceholder : nil
    }

    /// Swaps day and month of a normalised date; false if that gives no other date that the normaliser would take.
    func swapDayMonth(_ text: inout [UInt8]) -> Bool {
        let number = text.reduce(0) { 10 * $0 + Int($1 - ASCII.zero) }
        let swapped = DateFormat.Day(year: number / 10_000, month: number % 100, day: number / 100 % 100)
        guard swapped.number != number, swapped.exists, range.contains(swapped.number) else { return false }
        write(swapped, to: &text)
        return !Self.placeholders.contains(text[...])
    }

    private func write(_ day: DateFormat.Day, to text: inout [UInt8]) {
        text.removeAll(keepingCapacity: true)
        for scale in [10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1] {
            text.append(ASCII.zero + UInt8(truncatingIfNeeded: day.number / scale % 10))
        }
    }
}
