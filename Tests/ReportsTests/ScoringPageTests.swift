// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import JSONText
import Reports
import Testing

@Suite struct ScoringPageTests {
    private func section(_ report: ScoringReport, _ id: String) throws -> HTMLTree.Node {
        try #require(try HTMLTree(report.html()).root.find(id: id))
    }

    /// The texts of a table's rows but for the drawings.
    private func rows(_ table: HTMLTree.Node) -> [[String]] {
        table.all("tr").dropFirst().map { $0.children.filter { !$0.styles.contains("plot") }.map(\.text) }
    }

    /// Where values stand in a bar table, by the labels of its axis.
    private func axis(_ table: HTMLTree.Node) throws -> (Double) -> Double {
        let labels = try #require(table.all("thead").first).all("text")
        let ticks = try labels.map { label in
            let isShare = label.text.hasSuffix("%")
            let value = try #require(Double(isShare ? String(label.text.dropLast()) : label.text))
            return (value: isShare ? value / 100 : value, place: label.percent("x"))
        }
        let (low, high) = (ticks[0], ticks[ticks.count - 1])
        return { low.place + ($0 - low.value) / (high.value - low.value) * (high.place - low.place) }
    }

    @Test func theOverviewShowsTheFigures() throws {
        let report = Samples.scoring()
        let tiles = try section(report, "overview").all("div", "tile").map(\.text)
        #expect(
            tiles == [
                "Links8,197at probability 98.5% or more", "Expected precision97.8%97.2–98.4%",
                "Expected recall97.9%94.9–100.0%", "Expected F197.9%95.9–99.9%",
                "Records36,000of 2 agencies", "Candidate pairs418,204alike enough to be weighed",
                "Expected matches8,2048,031–8,377",
            ]
        )
        let overview = try section(report, "overview")
        #expect(overview.text.contains(report.expected.method))
        #expect(overview.find(id: "cautions")?.all("li").map(\.text) == report.cautions)
        var calm = report
        calm.cautions = []
        #expect(try section(calm, "overview").find(id: "cautions") == nil)
    }

    /// 8,197 links of which 90 % are right, 9,000 matches of which 70 % are found.
    @Test func theHeadlineCountsWhatMayBeWrong() throws {
        func headline(_ change: (inout ScoringReport) -> Void) throws -> String {
            var report = Samples.scoring()
            report.expected.precision = Estimate(value: 0.9, interval: 0.8...1)
            report.expected.recall = Estimate(value: 0.7, interval: 0.6...0.8)
            report.expected.matches = Amount(value: 9_000, interval: 8_000...10_000)
            change(&report)
            return try section(report, "headline").text
        }
        let wrong = "8,197 pairs of records became links. Expected number of wrong links among them: about 820;"
        let turnedAway = "12 pairs above the threshold are no links: one of their records went to another partner."
        #expect(
            try headline { _ in } == "\(wrong) of matches that were missed: about 2,700. \(turnedAway)"
        )
        #expect(try !headline { $0.conflicts = 0 }.contains("another partner"))
        #expect(try headline { $0.conflicts = 1 }.contains(" 1 pair above the threshold is no link: "))
        #expect(
            try headline { $0.expected.precision = Estimate(value: 0.999_99, interval: 0...1) }
                .contains("among them: fewer than 1;")
        )
        #expect(
            try headline { $0.expected.recall = Estimate(value: nil, interval: 0...1) }
                == "8,197 pairs of records became links. There is too little to say how good they are."
        )
        #expect(try headline { $0.links = 0 } == "No pair of records became a link.")
    }

    @Test func eachPairOfDatasetsHasItsOutcome() throws {
        var report = Samples.scoring(names: ["a", "b", "c"])
        report.models[1].outcome = nil
        report.models[2].outcome = report.thresholds[16]
        let overview = try section(report, "overview")
        let rows = overview.all("tr").dropFirst().map { $0.children.map(\.text) }
        #expect(
            rows == [
                ["a and b", "8,209", "98.5%", "97.8% 97.2–98.4%", "97.9% 94.9–100.0%"],
                ["a and c", "not linked", "–", "–", "–"],
                [
                    "b and c", "9,962", "50.0%", "82.1% 80.1–84.1%", "99.7% 96.7–100.0%",
                ],
            ]
        )
        #expect(overview.all("div", "tile")[0].text.hasSuffix("above the thresholds below"))
        #expect(try section(Samples.scoring(), "overview").all("table").isEmpty)
    }

    @Test func fewerMatchesByDecoysAreACaution() throws {
        var report = Samples.scoring()
        report.cautions = []
        report.calibrations[0].decoys = Amount(value: 6_000, interval: 5_900...6_100)
        let items = try section(report, "cautions").all("li").map(\.text)
        #expect(items.count == 1 && items[0].hasPrefix("births and hospital: ") && items[0].contains("too high"))
        report.calibrations[0].decoys = Amount(value: 9_000, interval: 8_900...9_100)
        #expect(try section(report, "overview").find(id: "cautions") == nil)
    }

    @Test func weightsAreDrawnAsTheyAre() throws {
        let report = Samples.scoring(names: ["a", "b", "c"])
        let root = try HTMLTree(report.html()).root
        #expect(report.models.count == 3)
        for (number, model) in report.models.enumerated() {
            let tables = try #require(root.find(id: "weights-\(number + 1)")).all("table")
            #expect(tables.count == model.comparisons.count)
            for (table, comparison) in zip(tables, model.comparisons) {
                let kind = comparison.kind == .crossField ? "across fields" : "same field"
                #expect(table.children.first?.text == "\(comparison.name) \(kind)")
                let levels = Array(comparison.levels.reversed())
                #expect(rows(table).map { $0[0] } == levels.map(\.label))
                #expect(rows(table).map { $0[1] } == levels.map { NumberText.bits($0.weight) })
                let place = try axis(table)
                for (bar, level) in zip(table.all("rect"), levels) {
                    #expect(bar.styles == [level.weight < 0 ? "third" : "links"])
                    let (left, width) = (bar.percent("x"), bar.percent("width"))
                    #expect(abs(left - place(min(level.weight, 0))) < 0.05)
                    #expect(abs(left + width - place(max(level.weight, 0))) < 0.05)
                }
            }
        }
    }

    @Test func kindsAreDrawnBesideAllMatches() throws {
        var report = Samples.scoring()
        let tables = try section(report, "kinds-1").all("table")
        #expect(tables.count == 2)
        #expect(tables.map { $0.children.first?.text } == ["78% of matches", "22% of matches"])
        #expect(rows(tables[1]) == [["family name", "90.0%", "96.2%"], ["postcode", "12.0%", "76.7%"]])
        let place = try axis(tables[1])
        for (bar, share) in zip(tables[1].all("rect"), [0.9, 0.962, 0.12, 0.767]) {
            #expect(abs(bar.percent("width") - place(share)) < 0.02)
        }
        report.models[0].kinds = []
        #expect(try HTMLTree(report.html()).root.find(id: "kinds-1") == nil)
    }

    @Test func levelsAreDrawnAsOftenAsTheyOccur() throws {
        let report = Samples.scoring()
        let tables = try section(report, "levels-1").all("table")
        for (table, comparison) in zip(tables, report.models[0].comparisons) {
            let levels = Array(comparison.levels.reversed())
            let place = try axis(table)
            let bars = table.all("rect")
            #expect(bars.count == 2 * levels.count)
            for (index, level) in levels.enumerated() {
                for (bar, share) in [(bars[2 * index], level.m), (bars[2 * index + 1], level.u)] {
                    #expect(abs(bar.percent("width") - place(share ?? 0)) < 0.02)
                }
            }
        }
        #expect(
            rows(tables[2]) == [
                ["equal", "88.0%", "0.0070%"], ["similar", "9.0%", "1.4%"], ["different", "3.0%", "98.6%"],
                ["missing", "–", "–"],
            ]
        )
        let numbers = try section(report, "model-1").all("details")[0].all("tr")
        #expect(
            numbers[1].children.map(\.text) == [
                "given name", "same field", "equal", "74.0%", "0.30%", "+7.9", "5,889", "7,300",
            ]
        )
    }

    @Test func thePriorIsSaid() throws {
        let text = try section(Samples.scoring(), "model-1").text
        // log2(1 / 5,123) is -12.32.
        #expect(text.contains("starts at -12.3 bits, odds of 1 to 5,123"))
    }

    @Test func thePayloadIsTheInput() throws {
        var report = Samples.scoring()
        report.thresholds[3].recall = Estimate(value: nil, interval: 0...1)
        report.thresholds[0].cut.weight = -.infinity
        let script = try #require(try HTMLTree(report.html()).root.find(id: "payload"))
        let payload = try JSONParser.parse(Array(script.text.utf8))
        func column(_ name: String) throws -> [Int64] {
            try #require(payload["columns"]?[name]?.array).compactMap(\.integer)
        }
        let scale = try #require(payload["scale"]?.number)
        #expect(Set(try column("threshold")).count == report.thresholds.count)
        for (value, row) in zip(try column("threshold"), report.thresholds) {
            #expect(abs(Double(value) / scale - row.cut.probability) <= 0.51 / scale)
        }
        #expect(try column("links") == report.thresholds.map { Int64($0.links) })
        #expect(
            try column("weight").dropFirst() == report.thresholds.dropFirst().map { Int64($0.cut.weight * 1_000) }[...]
        )
        #expect(try column("weight")[0] <= -1_000_000)
        for (name, path) in [("precision", \ScoringReport.ThresholdRow.precision), ("recall", \.recall), ("f1", \.f1)] {
            for (index, row) in report.thresholds.enumerated() {
                let estimate = row[keyPath: path]
                #expect(try column(name)[index] == estimate.value.map { Int64(($0 * 1e6).rounded()) } ?? -1)
                #expect(try column(name + "-low")[index] == Int64((estimate.interval.lowerBound * 1e6).rounded()))
                #expect(try column(name + "-high")[index] == Int64((estimate.interval.upperBound * 1e6).rounded()))
            }
        }
        let start = Int(try #require(payload["start"]?.integer))
        #expect(report.thresholds[start].cut == report.threshold)
    }

    @Test(arguments: [(0.0, 0), (0.5, 0), (0.6, 1), (0.9, 1), (0.95, 1)])
    func thePageOpensAtTheChosenCut(probability: Double, row: Int) throws {
        var report = Samples.scoring()
        report.thresholds = [report.thresholds[16], report.thresholds[24]]
        (report.thresholds[0].cut.probability, report.thresholds[1].cut.probability) = (0.5, 0.9)
        report.threshold.probability = probability
        let script = try #require(try HTMLTree(report.html()).root.find(id: "payload"))
        let payload = try JSONParser.parse(Array(script.text.utf8))
        #expect(payload["start"]?.integer == Int64(row) && payload["digits"]?.integer == 4)
    }

    @Test func theHistogramIsLogarithmic() throws {
        let report = Samples.scoring()
        let chart = try section(report, "probabilities")
        let bars = chart.all("rect")
        #expect(bars.count == 20)
        let floor = bars[0].number("y") + bars[0].number("height")
        // Heights grow by the same amount for each factor, from one half at the floor.
        let unit = bars[0].number("height") / log(2 * Double(report.probabilities[0]))
        for (bar, count) in zip(bars, report.probabilities) {
            #expect(abs(floor - bar.number("y") - unit * log(2 * Double(count))) < 0.05)
        }
        #expect(
            try section(report, "threshold").text.contains("7,472 of 418,204 candidate pairs lie between 10% and 90%")
        )
    }

    @Test func theChosenThresholdIsMarked() throws {
        let report = Samples.scoring()
        let chart = try section(report, "measures")
        let dot = try #require(chart.all("circle").first)
        let rule = try #require(chart.all("g", "rule").first)
        let place = try #require(rule.attributes["transform"]?.split { "( )".contains($0) }.dropFirst().first)
        #expect(
            Double(place) == dot.number("cx") && rule.text == "+6.0" && rule.attributes["data-column-x"] == "weight"
        )
        #expect(chart.all("path", "line").count == 3 && chart.all("path", "band").count == 3)
        let curves = try section(report, "unlinkable-curves")
        #expect(curves.all("g", "rule").map(\.text) == ["+6.0"])
    }

    @Test func calibrationSaysWhatItMeans() throws {
        func finding(_ model: Amount, _ decoys: Amount) throws -> String {
            var report = Samples.scoring()
            report.calibrations = [.init(name: "x", model: model, decoys: decoys)]
            let section = try section(report, "calibration")
            return section.all("p", "note").last?.text ?? ""
        }
        let middle = Amount(value: 100, interval: 90...110)
        #expect(try finding(middle, Amount(value: 115, interval: 105...125)).contains("agree"))
        #expect(try finding(middle, Amount(value: 80, interval: 70...89)).contains("too high"))
        #expect(try finding(middle, Amount(value: 120, interval: 111...130)).contains("too low"))
        #expect(try finding(middle, Amount(value: nil, interval: 0...0)).contains("too little"))
    }

    @Test func calibrationShowsBothCounts() throws {
        let table = try section(Samples.scoring(), "calibration").all("table")[0]
        #expect(rows(table) == [["by the model 7,811–7,993", "7,902"], ["by decoys 7,702–7,978", "7,840"]])
        let whiskers = table.all("line", "whisker")
        #expect(abs(whiskers[0].percent("x1") - 100 * 7_811 / 7_993.0) < 0.01)
        #expect(abs(whiskers[1].percent("x2") - 100 * 7_978 / 7_993.0) < 0.01)
    }

    @Test func unlinkablesAreReadAtTheThreshold() throws {
        var report = Samples.scoring()
        report.threshold.weight = 2.4
        report.unlinkables = [
            .init(
                dataset: "a",
                curve: [.init(weight: 0, share: 0.1), .init(weight: 2, share: 0.25), .init(weight: 4, share: 0.5)]
            ),
            .init(dataset: "b", curve: [.init(weight: 3, share: 0.5)]), .init(dataset: "c", curve: []),
        ]
        let section = try section(report, "unlinkables")
        let table = try #require(section.all("table", "rows").first)
        #expect(rows(table) == [["a", "25.0%"], ["b", "0%"]])
    }

    /// A dozen datasets can be told apart by colour and dash.
    @Test func curvesOfManyDatasetsDiffer() throws {
        var report = Samples.scoring(names: (0..<12).map { "dataset \($0)" }, comparisons: 1)
        (report.models, report.calibrations) = ([], [])
        let curves = try section(report, "unlinkable-curves").all("path", "line").map { $0.attributes["class"] }
        #expect(curves.count == 12 && Set(curves).count == 12)
    }

    @Test func completenessAndPasses() throws {
        let report = Samples.scoring()
        let completeness = try section(report, "completeness").all("tr")
        #expect(completeness[0].children.map(\.text) == ["Field", "births", "hospital"])
        #expect(completeness[1].children.map(\.text) == ["given name", "99.80%", "99.940%"])
        #expect(completeness[6].children.map(\.text) == ["street", "44.7%", "–"])
        let passes = try section(report, "passes")
        #expect(
            passes.all("tr")[1].children.map(\.text) == [
                // Of 8,209 pairs beyond the cut.
                "given name similar and birth date equal", "6,128", "74.6%", "312",
            ]
        )
        #expect(passes.all("div", "tile")[0].text.contains("97.3%95.1–98.8%"))
    }

    @Test func optionalPartsMayBeMissing() throws {
        var report = Samples.scoring()
        (report.models, report.probabilities, report.thresholds, report.calibrations) = ([], [], [], [])
        (report.unlinkables, report.completeness, report.passes, report.examples) = ([], [], [], [])
        (report.pairsCompleteness, report.facts) = (nil, [])
        let root = try HTMLTree(report.html()).root
        #expect(root.all("section").compactMap { $0.attributes["id"] } == ["overview", "agencies"])
        #expect(root.all("script").isEmpty)
        report.thresholds = Samples.scoring().thresholds
        let slim = try HTMLTree(report.html()).root
        #expect(slim.find(id: "slider") != nil && slim.find(id: "probabilities") == nil)
    }

    @Test(arguments: [
        (0.0, "0%"), (1.0, "100%"), (0.5, "50.0%"), (0.621, "62.1%"), (0.0099, "0.99%"), (0.01, "1.0%"),
        (0.000_34, "0.034%"), (0.999_982, "99.9982%"), (0.999_6, "99.960%"), (1e-12, "<0.000001%"),
        (1 - 1e-12, ">99.999999%"), (Double.nan, "–"),
    ])
    func sharesAreNotRoundedAway(share: Double, text: String) {
        #expect(NumberText.careful(share) == text)
    }

    @Test(
        arguments: [
            (3.21, "+3.2"), (-0.44, "-0.4"), (0, "0.0"), (0.04, "0.0"), (-0.04, "0.0"), (.infinity, "+∞"),
            (-.infinity, "-∞"), (.nan, "–"),
        ] as [(Double, String)]
    )
    func weightsHaveTheirSign(bits: Double, text: String) {
        #expect(NumberText.bits(bits) == text)
    }
}
