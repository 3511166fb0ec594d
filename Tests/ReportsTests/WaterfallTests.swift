// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Reports
import TestSupport
import Testing

@Suite struct WaterfallTests {
    private static let small = PairReport(
        nameA: "births",
        nameB: "hospital",
        tokenA: "9f3b",
        tokenB: "04d7",
        priorBits: -10,
        steps: [
            .init(comparison: "given name", level: "equal", bits: 8),
            .init(comparison: "sex", level: "differs", bits: -5),
            .init(comparison: "birth date", level: "equal", bits: 12),
        ],
        probability: 0.969_697,
        isLink: true,
        rivals: "No other candidate of either record is near."
    )

    /// Random pairs of up to twenty steps.
    private func random(seed: UInt64) -> PairReport {
        var generator = SplitMix64(seed: seed)
        var report = WaterfallTests.small
        report.priorBits = Double.random(in: -20...2, using: &generator)
        report.steps = (0..<Int.random(in: 0...20, using: &generator)).map { index in
            .init(comparison: "c\(index)", level: "l", bits: Double.random(in: -9...14, using: &generator))
        }
        return report
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func barsBeginWhereTheLastOneEnded(seed: UInt64) throws {
        let report = random(seed: seed)
        let root = try HTMLTree(report.html(project: "p", subtitles: [])).root
        let table = try #require(root.all("table", "rows").first)
        let bars = table.all("rect")
        #expect(bars.count == report.steps.count + 2)
        let zero = try #require(table.all("line", "zero").first)
        let origin = zero.percent("x1")
        // The first bar spans the prior and gives the scale.
        let perBit = bars[0].percent("width") / abs(report.priorBits)
        var weight = 0.0
        for (bar, bits) in zip(bars, [report.priorBits] + report.steps.map(\.bits)) {
            let ends = [weight, weight + bits].sorted()
            #expect(abs(bar.percent("x") - (origin + perBit * ends[0])) < 0.5)
            #expect(abs(bar.percent("width") - perBit * (ends[1] - ends[0])) < 0.5)
            weight += bits
        }
        #expect(abs(weight - report.total) < 1e-9)
        let last = bars[bars.count - 1]
        #expect(abs(last.percent("x") - (origin + perBit * min(0, weight))) < 0.5)
        let figures = table.all("tr").dropFirst().compactMap { $0.children.last?.text }
        #expect(figures == ([report.priorBits] + report.steps.map(\.bits) + [weight]).map(NumberText.bits))
        // A drop hangs where a bar ended and reaches the middle of the next row.
        for (row, next) in zip(table.all("tr").dropFirst(), table.all("tr").dropFirst(2)) {
            let (out, into) = (row.all("line", "drop").last, next.all("line", "drop").first)
            #expect(out?.attributes["x1"] == into?.attributes["x1"] && out?.attributes["y1"] == "50%")
            #expect(into?.attributes["y1"] == "0%" && into?.attributes["y2"] == "50%")
        }
    }

    /// From -10 to 5 bits in 34 columns: 2.2 columns a bit, zero in the 23rd.
    @Test func inATerminal() {
        #expect(
            WaterfallTests.small.lines(width: 60) == [
                "births 9f3b", "hospital 04d7",
                "before comparing   -10.0  ======================|",
                "given name: equal   +8.0  ###################   |",
                "sex: differs        -5.0         ------------   |",
                "birth date: equal  +12.0         ###############|###########",
                "final weight        +5.0                        |===========",
                "A match with probability 97.0%: linked.",
                "No other candidate of either record is near.",
            ]
        )
    }

    @Test(arguments: 0..<20 as Range<UInt64>, [60, 78, 120])
    func linesFit(seed: UInt64, width: Int) throws {
        let report = random(seed: seed)
        let lines = report.waterfall.lines(width: width)
        #expect(lines.count == report.steps.count + 2)
        #expect(lines.allSatisfy { $0.count <= width && $0.last != " " })
        // Zero stands in one column.
        let zeros = Set(
            lines.map { line in line.distance(from: line.startIndex, to: line.firstIndex(of: "|") ?? line.endIndex) }
        )
        #expect(zeros.count == 1)
        for (line, step) in zip(lines.dropFirst(), report.steps) {
            #expect(line.contains(" " + NumberText.bits(step.bits) + "  "))
            let drawn = line.dropFirst(line.count / 3).filter { "#-".contains($0) }
            if abs(step.bits) > 3 { #expect(drawn.contains(step.bits > 0 ? "#" : "-")) }
        }
    }

    @Test func whatIsNotPrintableIsNotPrinted() {
        var report = WaterfallTests.small
        report.steps[0].comparison = "a\u{1B}[2Jb\u{202E}"
        report.rivals = "one\ntwo"
        report.nameA = "x\u{7}"
        let lines = report.lines()
        #expect(lines[0] == "x? 9f3b" && lines.last == "one?two")
        #expect(lines[3].hasPrefix("a?[2Jb?: equal"))
    }

    @Test func longNamesAreCut() {
        var report = WaterfallTests.small
        report.steps[0].comparison = String(repeating: "long ", count: 30)
        #expect(report.waterfall.lines(width: 60).allSatisfy { $0.count <= 60 })
        #expect(report.waterfall.lines(width: 60)[1].hasPrefix("long long long long lon…  "))
        #expect(report.waterfall.lines(width: 5)[1].count <= 60)
    }

    /// What no evidence has must not stop a report.
    @Test(arguments: [Double.infinity, -.infinity, .nan, 1e300])
    func weightsBeyondAllMeasure(bits: Double) throws {
        var report = WaterfallTests.small
        report.steps[1].bits = bits
        let root = try HTMLTree(report.html(project: "p", subtitles: [])).root
        for bar in root.all("rect") {
            let (left, width) = (bar.percent("x"), bar.percent("width"))
            #expect(left >= 0 && width >= 0 && left + width <= 100.01)
        }
        #expect(report.lines(width: 70).count == 2 + 5 + 2)
        let steps = root.all("table", "rows")[0].all("tr")
        #expect(steps[3].children.last?.text == NumberText.bits(bits))
    }

    @Test func theOutcomeIsSaid() throws {
        var report = WaterfallTests.small
        #expect(report.total == 5 && report.lines().dropLast().last == "A match with probability 97.0%: linked.")
        report.probability = 1
        report.isLink = false
        report.rivals = ""
        #expect(report.lines().last == "A match with probability >99.999999%: not linked.")
        let root = try HTMLTree(report.html(project: "p", subtitles: ["Run 1"])).root
        #expect(root.all("div", "tile").map(\.text).last == "Probability of a match>99.999999%")
        #expect(root.all("td", "code").map(\.text) == ["9f3b", "04d7"])
        #expect(root.all("script").isEmpty && root.all("h1").map(\.text) == ["p"])
    }
}
