// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Reports
import Testing

/// The circles of a chart with what their tooltips say.
private func dots(_ chart: HTMLTree.Node) -> [(note: String, x: Double, y: Double, isMarked: Bool)] {
    chart.all("circle", "dot").map {
        ($0.text, $0.number("cx"), $0.number("cy"), $0.styles.contains("third"))
    }
}

@Test func groupsAreShownWithTheirNumbers() throws {
    let section = try #require(try HTMLTree(Samples.evaluation().html()).root.find(id: "subgroups"))
    let tables = section.all("table").map { $0.all("tr").dropFirst().map { $0.children.map(\.text) } }
    #expect(tables.count == 3)
    #expect(
        tables[0] == [
            ["age_band", "70 and over", "83.0%", "-2.1 points", "-3.3 to -1.0"],
            ["homeless", "1", "70.7%", "-14.2 points", "-21.7 to -6.9"],
        ]
    )
    // Everyone, then the groups of at least 100 people in their own order.
    let names = ["everyone", "age_band = 30–49", "age_band = 50–69", "age_band = 70 and over"]
    #expect(tables[1].map { $0[0] } == names + ["homeless = 0", "homeless = 1"])
    #expect(tables[1][1][1...2] == ["240", "240"])
    #expect(tables[1][1][3].hasPrefix("90.8% 86.5–93.9%"))
    #expect(tables[2] == [["age_band = 18–29", "40", "40"], ["homeless = (empty)", "60", "60"]])
    let tiles = section.all("div", "tile").map(\.text)
    #expect(tiles.contains { $0.contains("homeless = 1") && $0.contains("70.7%") })
    #expect(tiles.contains { $0.contains("-14.2 points") && $0.contains("-21.7 to -6.9") })
}

/// Lowest on top, one marked, every dot where the axis says.
@Test func dotsStandInOrderOfRecall() throws {
    let report = Samples.evaluation()
    let chart = try #require(try HTMLTree(report.html()).root.find(id: "recall-by-group"))
    let dots = dots(chart)
    #expect(dots.count == 5)
    #expect(dots.map(\.y) == dots.map(\.y).sorted() && dots.map(\.x) == dots.map(\.x).sorted())
    #expect(dots.map(\.isMarked) == [true, false, false, false, false])
    #expect(dots[0].note.hasPrefix("homeless = 1: 70.7%"))
    let labels = chart.all("g", "axis").flatMap { $0.all("text") }
    let ticks = labels.filter { $0.text.hasSuffix("%") }.compactMap { label in
        Double(label.text.dropLast()).map { ($0 / 100, label.number("x")) }
    }
    let (low, high) = (ticks[0], ticks[ticks.count - 1])
    let judged = try #require(report.subgroups).judged.compactMap(\.recall.value).sorted()
    for (dot, recall) in zip(dots, judged) {
        let wanted = low.1 + (recall - low.0) / (high.0 - low.0) * (high.1 - low.1)
        #expect(abs(dot.x - wanted) < 0.05)
    }
    // Each group's name stands at the height of its dot.
    for dot in dots {
        let name = try #require(labels.first { abs($0.number("y") - 4 - dot.y) < 0.02 && $0.text.contains(" = ") })
        #expect(dot.note.hasPrefix(name.text + ":"))
    }
}

@Test func chartShowsTheLowestOfManyGroups() throws {
    var report = Samples.evaluation()
    var groups = try #require(report.subgroups)
    let model = try #require(groups.judged.first)
    groups.groups = (0..<57).map { index in
        var group = model
        group.value = "\(index) " + String(repeating: "long name ", count: 9)
        group.recall = Proportion(successes: 100 + index, trials: 200).estimate
        return group
    }
    report.subgroups = groups
    let root = try HTMLTree(report.html()).root
    let dots = dots(try #require(root.find(id: "recall-by-group")))
    #expect(dots.count == 40)
    #expect(dots[0].note.contains("50.0%") && dots[39].note.contains("69.5%"))
    #expect(try #require(root.find(id: "subgroups")).text.contains("the lowest 40 of 57 groups"))
}

/// Where every group is too small there is nobody to compare with everyone, and the page says no more than that.
@Test func smallGroupsAreNotCompared() throws {
    var report = Samples.evaluation()
    var groups = try #require(report.subgroups)
    (groups.groups, groups.gaps) = (groups.tooSmall, [])
    report.subgroups = groups
    let section = try #require(try HTMLTree(report.html()).root.find(id: "subgroups"))
    #expect(section.find(id: "recall-by-group") == nil && groups.worst == nil)
    let names = section.all("table").map { $0.all("tr").dropFirst().map { $0.children[0].text } }
    #expect(names == [["everyone"], ["age_band = 18–29", "homeless = (empty)"]])
}

@Test func probabilitiesAreShownBesideTheTruth() throws {
    let report = Samples.evaluation()
    let calibration = try #require(report.calibration)
    let section = try #require(try HTMLTree(report.html()).root.find(id: "calibration"))
    let rows = section.all("tr").dropFirst().map { $0.children.map(\.text) }
    #expect(rows.count == 10)
    #expect(rows[4] == ["40% to 50%", "0", "–", "–"])
    #expect(rows[9][0...2] == ["90% to 100%", "18,000", "99.1%"])
    let dots = dots(try #require(section.find(id: "reliability")))
    let filled = calibration.bins.filter { $0.pairs > 0 }
    #expect(dots.count == 9)
    // Both axes run from 0 to 1: two dots give the scale, the others follow it.
    let means = try filled.map { try #require($0.meanProbability) }
    let shares = try filled.map { try #require($0.share.value) }
    for (place, dot) in dots.enumerated() {
        let across = (dot.x - dots[0].x) / (dots[8].x - dots[0].x)
        #expect(abs(across - (means[place] - means[0]) / (means[8] - means[0])) < 1e-3)
        let up = (dot.y - dots[0].y) / (dots[8].y - dots[0].y)
        #expect(abs(up - (shares[place] - shares[0]) / (shares[8] - shares[0])) < 1e-3)
    }
    let tiles = section.all("div", "tile").map(\.text)
    for text in ["98.77%", "97.85%", "18,912", "18,700", "0.012345"] {
        #expect(tiles.contains { $0.contains(text) }, "\(text)")
    }
}

/// Thresholds of any finite size give a page whose slider stands at the best one.
@Test(arguments: [1.0, 40, -35, 1e12, 1e-9, 1.7e308, -1e300, 1e-300])
func thresholdsOfAnyScale(scale: Double) throws {
    var report = Samples.evaluation()
    for curve in report.curves.indices {
        let points = report.curves[curve].points.enumerated().map { index, point in
            EvaluationReport.Curve.Point(
                threshold: (scale > 0 ? 1 : -1) * abs(scale) * (scale > 0 ? point.threshold : 2 - point.threshold),
                truePositives: point.truePositives,
                links: point.links
            )
        }
        // The largest leave the scale.
        report.curves[curve].points = points.filter(\.threshold.isFinite)
        report.curves[curve].bestThreshold = report.curves[curve].points[1_000].threshold
    }
    report.decisions[0].threshold = scale
    let root = try HTMLTree(report.html()).root
    let outputs = root.all("output").filter { $0.attributes["data-show"] == "threshold" }
    let output = try #require(outputs.first)
    let shown = try #require(Double(output.text))
    let unit = root.all("text", "label").map(\.text).first { $0.hasPrefix("threshold / ") }
        .flatMap { Double($0.dropFirst("threshold / ".count)) }
    let best = try #require(report.curves[0].bestThreshold)
    #expect(abs(shown * (unit ?? 1) / best - 1) < 1e-4)
    #expect((unit == nil) == (1e-3..<1e9).contains(abs(best)))
    let measures = try #require(root.find(id: "measures"))
    #expect(Double(measures.all("tr")[1].children[1].text) == scale)
}
