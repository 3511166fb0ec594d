// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import Reports
import Testing

@Suite struct FrontierPageTests {
    @Test func thePageShowsEveryPoint() throws {
        let report = Samples.frontier()
        let root = try HTMLTree(report.html()).root
        let rows = try #require(root.find(id: "table")).all("tr").dropFirst()
        #expect(rows.map { $0.children.first?.text } == report.points.map(\.name))
        #expect(rows.map { $0.children[1].text } == report.points.map { $0.bits == 5_120 ? "5,120" : "1,024" })
        #expect(rows.map { $0.children[2].text } == ["0.9910", "0.9870", "0.9900", "0.9660"])
        let chart = try #require(root.find(id: "frontier"))
        let dots = chart.all("circle")
        #expect(dots.count == report.points.count)
        // To the right links better, and low gives little away.
        let (first, second) = (dots[0], dots[1])
        #expect(first.number("cx") > second.number("cx") && first.number("cy") < dots[2].number("cy"))
    }

    /// A name stands left or right of its place and covers no other one; those that agencies can choose come first.
    @Test func namesKeepApart() throws {
        var report = Samples.frontier()
        for name in ["beside it", "in the way"] {
            var point = report.points[0]
            (point.name, point.isShipped) = (name, false)
            report.points.append(point)
        }
        let chart = try #require(HTMLTree(report.html()).root.find(id: "frontier"))
        let texts = chart.all("text").map(\.text)
        #expect(texts.contains(report.points[0].name) && !texts.contains("in the way"))
    }

    /// What links much worse would push all others into a corner; it stands in the table.
    @Test func whatLinksBadlyIsNotCharted() throws {
        var report = Samples.frontier()
        report.points[3].f1 = 0.8
        let root = try HTMLTree(report.html()).root
        let chart = try #require(root.find(id: "frontier"))
        #expect(chart.all("circle").count == 3 && !chart.all("text").map(\.text).contains("rule90"))
        #expect(root.all("th").map(\.text).contains("rule90"))
    }

    /// A picture of its own is well-formed XML that names its namespace and styles itself.
    @Test(arguments: ["plain", "<b>&\"", "]]>", "</svg><script>"])
    func thePictureStandsAlone(name: String) throws {
        var report = Samples.frontier()
        report.points[0].name = name
        let picture = report.svg()
        #expect(picture.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" ") && picture.hasSuffix("</svg>\n"))
        let root = try HTMLTree("<!DOCTYPE html>\n<html>" + picture + "</html>").root
        let chart = try #require(root.all("svg").first)
        #expect(root.all("svg").count == 1 && root.all("b").isEmpty && root.all("script").isEmpty)
        #expect(chart.children.first?.name == "style" && chart.all("circle").count == 4)
        #expect(chart.all("text").contains { $0.text == name })
        // No entity but those of XML itself.
        for piece in picture.split(separator: "&").dropFirst() {
            #expect(
                ["amp;", "lt;", "gt;", "quot;", "apos;", "#"].contains { piece.hasPrefix($0) },
                "&\(piece.prefix(8))"
            )
        }
    }

    @Test func everythingForAScript() throws {
        let report = Samples.frontier()
        let value = try JSONParser.parse(Array(report.jsonValue.compactText().utf8))
        #expect(value["people"]?.integer == 2_000 && value["known"]?.integer == 1_000)
        let points = try #require(value["points"]?.array)
        #expect(points.map { $0["name"]?.string } == report.points.map(\.name))
        #expect(points.map { $0["family"]?.string } == ["record", "field", "hardened", "research"])
        #expect(points[2]["bits"]?.integer == 5_120 && points[0]["f1"]?.number == 0.991)
        #expect(points[0]["known"]?["value"]?.number == 0.99 && points[0]["unseeded"]?["interval"]?.array?.count == 2)
    }

    @Test func withoutPoints() throws {
        var report = Samples.frontier()
        report.points = []
        #expect(try HTMLTree(report.html()).root.find(id: "frontier") != nil)
        #expect(report.svg().hasPrefix("<svg xmlns"))
    }
}
