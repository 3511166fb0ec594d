// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Reports
import Testing

/// The chart of a page by its id.
private func chart(_ html: String, _ id: String) throws -> HTMLTree.Node {
    try #require(try HTMLTree(html).root.find(id: id))
}

/// The coordinates of an axis' labels by the values they name.
private func labels(_ chart: HTMLTree.Node, anchor: String, axis: String) -> [(value: Double, place: Double)] {
    chart.all("g", "axis").flatMap { $0.all("text") }
        .filter { $0.attributes["text-anchor"] == anchor && !$0.styles.contains("label") }
        .compactMap { label in
            var text = label.text
            var factor = 1.0
            for (suffix, size) in [("k", 1e3), ("M", 1e6), ("%", 0.01)] where text.hasSuffix(suffix) {
                text.removeLast()
                factor = size
            }
            return Double(text).map { ($0 * factor, label.number(axis)) }
        }
}

@Test func barsAreAsHighAsTheirCounts() throws {
    let report = Samples.linkage()
    for (index, agency) in report.agencies.enumerated() {
        let chart = try chart(report.html(), "popcount-\(index + 1)")
        let bars = chart.all("g", "bars").flatMap { $0.all("rect") }
        let counts = agency.popcounts.counts.filter { $0 > 0 }
        #expect(bars.count == counts.count)
        let floor = bars[0].number("y") + bars[0].number("height")
        let unit = bars[0].number("height") / Double(counts[0])
        let highest = try #require(counts.max())
        for (bar, count) in zip(bars, counts) {
            // Coordinates are rounded to a hundredth; the first bar is short, so the unit comes from the highest.
            let top = try #require(bars.map { $0.number("height") }.max())
            #expect(abs(bar.number("height") - top * Double(count) / Double(highest)) < 0.02)
            #expect(abs(bar.number("y") + bar.number("height") - floor) < 0.011)
        }
        #expect(unit > 0)
        // A count stands where the axis says.
        for (value, place) in labels(chart, anchor: "end", axis: "y") {
            let top = try #require(bars.map { $0.number("height") }.max())
            #expect(abs((floor - (place - 4)) - top * value / Double(highest)) < 0.05)
        }
    }
}

@Test func logarithmicBarsFollowTheAxis() throws {
    let report = Samples.linkage()
    let chart = try chart(report.html(), "similarities")
    let ticks = labels(chart, anchor: "end", axis: "y")
    #expect(ticks.count >= 3)
    let (low, high) = (ticks[0], ticks[ticks.count - 1])
    let perUnit = (high.place - low.place) / (log(high.value) - log(low.value))
    func height(_ value: Double) -> Double { low.place - 4 + perUnit * (log(value) - log(low.value)) }
    let wanted = report.similarities.map(\.links).filter { $0 > 0 }
    let bars = chart.all("rect", "links")
    #expect(bars.count == wanted.count)
    for (bar, count) in zip(bars, wanted) { #expect(abs(bar.number("y") - height(Double(count))) < 0.05) }
    // The shorter of two bars in a bin is drawn last, so it is never hidden.
    for pair in zip(chart.all("rect"), chart.all("rect").dropFirst()) where pair.0.number("x") == pair.1.number("x") {
        #expect(pair.0.number("height") >= pair.1.number("height"))
    }
}

@Test func thresholdRuleStandsAtItsValue() throws {
    let report = Samples.linkage()
    for id in ["similarities", "thresholds", "automatic-curve"] {
        let chart = try chart(report.html(), id)
        let ticks = labels(chart, anchor: "middle", axis: "x")
        let (low, high) = (ticks[0], ticks[ticks.count - 1])
        let rule = try #require(chart.all("g", "rule").first)
        let place = try #require(rule.attributes["transform"]?.split { "( )".contains($0) }.dropFirst().first)
        let x = low.place + (0.82 - low.value) / (high.value - low.value) * (high.place - low.place)
        #expect(abs((try #require(Double(place))) - x) < 0.05)
        #expect(rule.text == "0.8200")
    }
}

@Test func curveIsDrawnThroughItsPoints() throws {
    let report = Samples.evaluation()
    let chart = try chart(report.html(), "precision-recall")
    let across = labels(chart, anchor: "middle", axis: "x")
    let up = labels(chart, anchor: "end", axis: "y")
    #expect(across.map(\.value) == [0, 0.2, 0.4, 0.6, 0.8, 1] && up.map(\.value) == across.map(\.value))
    let path = try #require(chart.all("path", "links").first?.attributes["d"])
    let points = path.split { "ML".contains($0) }.map { $0.split(separator: " ").compactMap { Double($0) } }
    #expect(points.count >= 1_000)
    // The path begins at the highest threshold and ends at the lowest.
    for (place, point) in [
        (points[0], report.curves[0].points[0]), (points[points.count - 1], report.curves[0].points[2_999]),
    ] {
        let recall = Double(point.truePositives) / Double(report.truePairs)
        let precision = Double(point.truePositives) / Double(point.links)
        #expect(abs(place[0] - (across[0].place + recall * (across[5].place - across[0].place))) < 0.05)
        #expect(abs(place[1] + 4 - (up[0].place + precision * (up[5].place - up[0].place))) < 0.05)
    }
}

@Test(arguments: [
    (0.0, 0, "0"), (1.005, 2, "1.00"), (0.125, 2, "0.13"), (-0.5, 1, "-0.5"), (-0.01, 1, "0.0"),
    (1234.5678, 3, "1234.568"),
    (Double.nan, 1, "–"), (0.999_96, 4, "1.0000"), (2.5, 0, "3"),
])
func decimalsAreFixed(value: Double, digits: Int, text: String) {
    #expect(NumberText.fixed(value, digits) == text)
}
