// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension Waterfall {
    /// The chart in plain characters, a line a row: `#` for, `-` against, `=` for the start and the total, `|` at 0.
    ///
    /// No line is wider than `width` characters, at least 60; what is not printable is shown as `?`.
    package func lines(width: Int = 78) -> [String] {
        let rows = rows
        let names = rows.map { row in
            Waterfall.printable(row.detail.isEmpty ? row.label : "\(row.label): \(row.detail)")
        }
        let width = max(width, 60)
        let nameWidth = min(names.map(\.count).max() ?? 0, width * 2 / 5)
        let figures = rows.map { NumberText.bits($0.bits) }
        let figureWidth = figures.map(\.count).max() ?? 0
        let scale = Scale.linear(domain, from: 0, to: Double(width - nameWidth - figureWidth - 5))
        func column(_ weight: Double) -> Int { Int(scale.position(weight).rounded()) }
        return rows.indices.map { index in
            let row = rows[index]
            var bar = [Character](repeating: " ", count: Int(scale.end) + 1)
            for place in min(column(row.from), column(row.to))...max(column(row.from), column(row.to)) {
                bar[place] = row.style.character
            }
            bar[column(0)] = "|"
            let name = Waterfall.fitted(names[index], nameWidth)
            let figure = String(repeating: " ", count: figureWidth - figures[index].count) + figures[index]
            return "\(name)  \(figure)  " + Waterfall.trimmed(bar)
        }
    }

    /// A text without characters that would move a terminal's cursor.
    static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "?"
                    default: scalar
                    }
                }
            )
        )
    }

    /// A text of exactly `width` characters.
    private static func fitted(_ text: String, _ width: Int) -> String {
        text.count > width
            ? text.prefix(width - 1) + "…" : text + String(repeating: " ", count: width - text.count)
    }

    private static func trimmed(_ characters: [Character]) -> String {
        String(characters.prefix((characters.lastIndex { $0 != " " } ?? -1) + 1))
    }
}

extension Waterfall.Row.Style {
    var character: Character {
        switch self {
        case .gain: "#"
        case .loss: "-"
        case .level: "="
        }
    }
}
