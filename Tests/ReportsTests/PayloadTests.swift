// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import Reports
import Testing

/// The embedded numbers as JSONText reads them.
private func payload(_ html: String) throws -> JSONValue {
    let script = try #require(try HTMLTree(html).root.find(id: "payload"))
    #expect(script.attributes["type"] == "application/json")
    return try JSONParser.parse(Array(script.text.utf8))
}

private func column(_ payload: JSONValue, _ name: String) throws -> [Int64?] {
    try #require(payload["columns"]?[name]?.array).map(\.integer)
}

@Test func linkagePayloadIsTheInput() throws {
    let report = Samples.linkage()
    let payload = try payload(report.html())
    #expect(payload["scale"]?.integer == 10_000)
    #expect(try column(payload, "threshold") == report.thresholds.map { Int64($0.threshold) })
    #expect(try column(payload, "pairs") == report.thresholds.map { Int64($0.pairs) })
    #expect(try column(payload, "links") == report.thresholds.map { Int64($0.links) })
    for (index, row) in report.thresholds.enumerated() {
        let precision = try #require(try column(payload, "precision")[index])
        #expect(abs(Double(precision) / 1e6 - (try #require(row.precision))) <= 0.5e-6)
    }
    let start = try #require(payload["start"]?.integer)
    #expect(report.thresholds[Int(start)].threshold == report.threshold)
    // Canonical bytes: integers only, no key twice.
    #expect(try payload.canonicalBytes() == Array(payload.compactText(sortedKeys: true).utf8))
}

@Test func expectedMeasuresAreLeftOutWhereOneIsUnknown() throws {
    var report = Samples.linkage()
    report.thresholds[3].precision = nil
    let html = report.html()
    #expect(try payload(html)["columns"]?["precision"] == nil)
    #expect(!html.contains("data-show=\"precision\"") && html.contains("data-show=\"recall\""))
}

@Test func evaluationPayloadIsTheInputAtItsThresholds() throws {
    let report = Samples.evaluation()
    let payload = try payload(report.html())
    let thresholds = try column(payload, "threshold").map { Double(try #require($0)) / 1e6 }
    #expect(thresholds.count <= 1_001 && thresholds == thresholds.sorted())
    for (number, curve) in report.curves.enumerated() {
        let links = try column(payload, "links-\(number + 1)")
        let f1 = try column(payload, "f1-\(number + 1)")
        for (row, threshold) in thresholds.enumerated() {
            // The slow way: the last of all points that reach the threshold.
            let point = try #require(curve.points.last { $0.threshold >= threshold - 1e-9 })
            #expect(links[row] == Int64(point.links))
            let exact = 2 * Double(point.truePositives) / Double(point.links + report.truePairs)
            #expect(abs(Double(try #require(f1[row])) / 1e6 - exact) <= 0.51e-6)
        }
    }
    let start = try #require(payload["start"]?.integer)
    #expect(abs(thresholds[Int(start)] - (try #require(report.curves[0].bestThreshold))) < 1e-9)
}

/// Without a script the page shows the same row as the script would at first.
@Test(arguments: [
    Samples.linkage().html(), Samples.evaluation().html(), Samples.scoring().html(), Samples.scoringOfNothing().html(),
])
func pageShowsTheStartRow(html: String) throws {
    let payload = try payload(html)
    let start = Int(try #require(payload["start"]?.integer))
    let scale = try #require(payload["scale"]?.number)
    let outputs = try HTMLTree(html).root.all("output")
    #expect(outputs.count >= 5)
    for output in outputs {
        let name = try #require(output.attributes["data-show"])
        let value = try #require(try column(payload, name)[start])
        if value < 0, output.attributes["data-format"] == "share" {
            #expect(output.text == "–")
            continue
        }
        let shown = try #require(Double(output.text.filter { $0 != "," && $0 != "%" }))
        switch output.attributes["data-format"] {
        case "count": #expect(shown == Double(value))
        case "share": #expect(abs(shown - Double(value) / 1e4) <= 0.051)
        case "weight": #expect(abs(shown - Double(value) / 1e3) <= 0.051)
        default: #expect(abs(shown - Double(value) / scale) < 1e-9)
        }
    }
}
