// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import JSONText
import Reports
import TestSupport
import Testing

private let pages = [
    ("linkage", Samples.linkage().html()), ("evaluation", Samples.evaluation().html()),
    ("privacy", Samples.privacy().html()), ("frontier", Samples.frontier().html()),
    ("review", Samples.review().html()), ("review-of-nothing", Samples.review(pairs: 0).html()),
    ("scoring", Samples.scoring().html()), ("scoring-of-nothing", Samples.scoringOfNothing().html()),
    (
        "pair",
        Samples.pair(Samples.model("births", "hospital", comparisons: 7), mismatches: [4])
            .html(project: "healthy-mothers-2026", subtitles: ["tessera 0.1.0"])
    ),
]

@Test(arguments: pages)
func pageIsWellFormed(name: String, html: String) throws {
    let root = try HTMLTree(html).root
    #expect(root.name == "html" && root.attributes["lang"] == "en")
    let ids = root.all.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    // What refers to an id finds it.
    for node in root.all {
        for attribute in ["aria-labelledby", "aria-controls", "for"] {
            for id in (node.attributes[attribute] ?? "").split(separator: " ") { #expect(ids.contains(String(id))) }
        }
        if let link = node.attributes["href"] { #expect(link.first == "#" && ids.contains(String(link.dropFirst()))) }
    }
    for chart in root.all("svg") where chart.attributes["role"] == "img" {
        #expect(chart.children.prefix(2).map(\.name) == ["title", "desc"])
        #expect(chart.children.prefix(2).allSatisfy { !$0.text.isEmpty })
    }
    for table in root.all("table") { #expect(table.children.first?.name == "caption") }
    for cell in root.all("th") { #expect(["row", "col"].contains(cell.attributes["scope"])) }
    // Every row of a table is as long as its head.
    for table in root.all("table") {
        #expect(Set(table.all("tr").map(\.children.count)).count == 1)
    }
}

@Test(arguments: pages)
func pageFetchesNothing(name: String, html: String) throws {
    let root = try HTMLTree(html).root
    for word in [
        "http:", "https:", "//cdn", "url(", "@import", "fetch(", "XMLHttp", "WebSocket", "sendBeacon", "eval(",
    ] {
        #expect(!html.contains(word), "\(word)")
    }
    let fetching: Set = [
        "img", "link", "iframe", "object", "embed", "video", "audio", "source", "form", "base", "use", "image",
    ]
    #expect(root.all.allSatisfy { !fetching.contains($0.name) && $0.attributes["src"] == nil })
    #expect(root.all.allSatisfy { node in node.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
    let policy = try #require(root.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" })
    let rules = try #require(policy.attributes["content"]).split(separator: ";").map {
        $0.split(separator: " ").joined(separator: " ")
    }
    #expect(
        Set(rules) == [
            "default-src 'none'", "style-src 'unsafe-inline'", "script-src 'unsafe-inline'", "img-src data:",
            "base-uri 'none'", "form-action 'none'",
        ]
    )
    // The policy stands before anything that it governs.
    let head = try #require(root.children.first)
    let order = head.children.map(\.name)
    #expect(try #require(head.children.firstIndex { $0 === policy }) < (try #require(order.firstIndex(of: "style"))))
}

private let attacks = [
    "<script>alert(1)</script>", "</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)", "</script><script>alert(1)</script>", "<!--", "&lt;b&gt;", "]]>", "\u{202E}evil",
    "𝛑 & <π>",
]

@Test(arguments: attacks)
func foreignTextStaysText(attack: String) throws {
    var linkage = Samples.linkage(names: [attack, "b"])
    linkage.project = attack
    linkage.run = attack
    linkage.tool = attack
    linkage.assignment.method = attack
    linkage.facts = [Fact(attack, attack)]
    var evaluation = Samples.evaluation(groups: [attack])
    evaluation.title = attack
    evaluation.datasets = [attack, attack]
    evaluation.decisions[0].name = attack
    evaluation.curves[0].name = attack
    evaluation.facts = [Fact(attack, attack)]
    var privacy = Samples.privacy(title: attack)
    (privacy.profile, privacy.tool, privacy.facts) = (attack, attack, [Fact(attack, attack)])
    (privacy.checks[0].name, privacy.checks[0].finding, privacy.checks[0].needs) = (attack, attack, attack)
    privacy.attacks[0].name = attack
    var frontier = Samples.frontier(title: attack)
    (frontier.points[0].name, frontier.facts) = (attack, [Fact(attack, attack)])
    var scoring = Samples.scoring(names: [attack, "b"], comparisons: 2, project: attack)
    (scoring.run, scoring.tool, scoring.cautions) = (attack, attack, [attack])
    (scoring.expected.method, scoring.facts) = (attack, [Fact(attack, attack)] + scoring.facts.dropFirst())
    scoring.models[0].comparisons[0].name = attack
    scoring.models[0].comparisons[0].levels[0].label = attack
    (scoring.passes[0].rule, scoring.completeness[0].feature, scoring.calibrations[0].name) = (attack, attack, attack)
    scoring.examples[0] = Samples.pair(scoring.models[0], mismatches: [0])
    (scoring.examples[0].tokenA, scoring.examples[0].rivals) = (attack, attack)
    var review = Samples.review(pairs: 1, vectors: ["first"])
    (review.project, review.vectors, review.subtitles) = (attack, [attack], [attack])
    (review.pairs[0].recordA, review.pairs[0].evidence, review.pairs[0].notes) = (attack, attack, [attack])
    (review.pairs[0].othersA, review.pairs[0].comparisons[0].word) = ([attack], attack)
    let plain = [
        Samples.linkage(names: ["a", "b"]).html(), Samples.evaluation(groups: ["a"]).html(), Samples.privacy().html(),
        Samples.frontier().html(), Samples.scoring(comparisons: 2).html(),
        Samples.review(pairs: 1, vectors: ["first"]).html(),
    ]
    let attacked = [linkage.html(), evaluation.html(), privacy.html(), frontier.html(), scoring.html(), review.html()]
    for (html, plain) in zip(attacked, plain) {
        let root = try HTMLTree(html).root
        let clean = try HTMLTree(plain).root
        // No element more than harmless names give, but for the facts, which are one row here.
        for name in ["script", "img", "style", "title", "svg", "b", "section", "input"] {
            #expect(root.all(name).count == clean.all(name).count, "\(name)")
        }
        #expect(root.all("script").dropFirst().first?.text == clean.all("script").dropFirst().first?.text)
        #expect(root.all.allSatisfy { node in node.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
        #expect(root.all("h1").map(\.text) == [attack])
        #expect(root.all("th").contains { $0.text == attack })
    }
}

@Test func linkagePageShowsTheNumbers() throws {
    let report = Samples.linkage()
    let root = try HTMLTree(report.html()).root
    let rows = try #require(root.find(id: "agencies")).all("table")[0].all("tr").dropFirst()
    for (agency, row) in zip(report.agencies, rows) {
        let cells = row.children.map(\.text)
        #expect(cells[0] == agency.name)
        let counts = cells[1...5].map { Int($0.filter { $0 != "," }) }
        #expect(counts == [agency.rowsIn, agency.encoded, agency.rejected, agency.blank, agency.linked])
        let rate = try #require(Double(cells[6].prefix { $0 != "%" }))
        #expect(abs(rate - 100 * Double(agency.linked) / Double(agency.encoded)) <= 0.05)
    }
    #expect(rows.count == report.agencies.count)
    let tiles = root.all("div", "tile").map(\.text)
    for text in ["5,040,000,000", "0.8200", "1,204", "37 of them ties", "43.7%", "4,000"] {
        #expect(tiles.contains { $0.contains(text) } || root.text.contains(text), "\(text)")
    }
    #expect(try #require(root.find(id: "parameters")).text.contains(report.facts[0].value))
}

@Test func evaluationPageShowsTheNumbers() throws {
    let report = Samples.evaluation()
    let root = try HTMLTree(report.html()).root
    let measures = try #require(root.find(id: "measures")).all("table")[0]
    #expect(
        measures.all("tr").dropFirst().map { $0.children.map(\.text) }.first == [
            "links", "–", "97.9% 97.6–98.1%", "93.5% 93.1–93.8%", "95.6% 95.4–95.8%", "18,700", "410", "1,300",
        ]
    )
}

@Test func optionalPartsMayBeMissing() throws {
    var linkage = Samples.linkage()
    linkage.automatic = nil
    linkage.thresholds = []
    linkage.similarities = []
    linkage.facts = []
    linkage.assignment.bins = []
    linkage.agencies = []
    let small = try HTMLTree(linkage.html()).root
    #expect(small.all("section").compactMap { $0.attributes["id"] } == ["overview", "agencies", "assignment"])
    #expect(small.all("script").isEmpty)
    var evaluation = Samples.evaluation()
    evaluation.curves = []
    evaluation.subgroups = nil
    evaluation.calibration = nil
    evaluation.facts = []
    evaluation.truePairsListed = nil
    let bare = try HTMLTree(evaluation.html()).root
    #expect(bare.all("section").compactMap { $0.attributes["id"] } == ["measures"])
}

/// Writes the sample pages where a browser can open them (`Tests/Browser/report_pages.py`).
@Test(.enabled(if: unsafe getenv("TESSERA_SAMPLE_PAGES") != nil))
func samplePages() throws {
    let folder = unsafe getenv("TESSERA_SAMPLE_PAGES").map { unsafe String(cString: $0) } ?? "."
    for (name, html) in pages {
        guard let stream = unsafe fopen("\(folder)/\(name).html", "wb") else {
            Issue.record("cannot write into \(folder)")
            continue
        }
        let bytes = Array(html.utf8)
        let written = unsafe fwrite(bytes, 1, bytes.count, stream)
        let status = unsafe fclose(stream)
        #expect(written == bytes.count && status == 0)
    }
}
