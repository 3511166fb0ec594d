// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Reports
import Testing

@Suite struct ReviewPageTests {
    @Test func everyPairIsARowWithItsEvidence() throws {
        let report = Samples.review()
        let root = try HTMLTree(report.html()).root
        let table = try #require(root.find(id: "review"))
        #expect(
            table.all("th").filter { $0.attributes["scope"] == "col" }.map(\.text)
                == ["Records", "Probability", "first", "middle", "last", "dob", "sex", "zip", "ssn4", "Your judgement"]
        )
        let rows = table.all("tr").dropFirst()
        #expect(rows.count == report.pairs.count)
        for (pair, row) in zip(report.pairs, rows) {
            let cells = row.children.map(\.text)
            #expect(cells[0].contains(pair.recordA) && cells[0].contains(pair.recordB))
            for text in pair.notes + pair.othersA { #expect(cells[0].contains(text)) }
            for (comparison, cell) in zip(pair.comparisons, row.children.dropFirst(2)) {
                #expect(cell.text.hasPrefix(comparison.word))
                let bars = cell.all("rect").dropFirst()
                // A bar of 60 units is 1; what is missing has none.
                #expect(
                    bars.map { $0.attributes["width"] }
                        == (comparison.similarity.map { [["60", "42.78", "18.24"][$0 > 0.9 ? 0 : $0 > 0.5 ? 1 : 2]] }
                            ?? [])
                )
            }
        }
        let first = try #require(rows.first)
        #expect(first.children[1].text == "98.0%+5.6 bits")
        #expect(first.children[2].text == "equal" && first.children[3].text == "near0.71")
        #expect(root.all("div", "tile").map(\.text) == ["Pairs on this page40", "Pairs that wait in all120"])
    }

    @Test func nothingIsChosenAtFirst() throws {
        let root = try HTMLTree(Samples.review().html()).root
        for row in try #require(root.find(id: "review")).all("tr").dropFirst() {
            let inputs = row.all("input")
            #expect(inputs.map { $0.attributes["value"] } == ["known", "forbidden", ""])
            #expect(inputs.map { $0.attributes["checked"] != nil } == [false, false, true])
            #expect(Set(inputs.map { $0.attributes["name"] }).count == 1)
        }
        #expect(Set(root.all("input").map { $0.attributes["name"] }).count == 40)
    }

    @Test func theTableIsCSVWithAnEmptyDecision() throws {
        var report = Samples.review(pairs: 2)
        report.pairs[0].probability = nil
        #expect(
            report.csv == """
                record_a,record_b,probability,weight,evidence,decision
                claims:100,hospital:0,,5.61,first equal; middle near; last equal; dob near; sex equal; zip near; ssn4 equal,
                claims:101,hospital:1,0.960000,5.36,"first near; middle differs; last near; dob differs; sex near; zip differs; ssn4 near; first, ""last""\",

                """
        )
        // The page's rows are the table's lines, to which the choice is added.
        let rows = try #require(try HTMLTree(report.html()).root.find(id: "review")).all("tr").dropFirst()
        #expect(
            rows.compactMap { $0.attributes["data-csv"] }
                == report.csv.split(separator: "\n").dropFirst().map(String.init)
        )
    }

    @Test func oneVectorHasItsSimilarityAlone() throws {
        var report = Samples.review(pairs: 1, vectors: ["person"])
        report.pairs[0].comparisons = [.init(.whole, word: "", similarity: 0.83)]
        report.pairs[0].probability = nil
        let row = try #require(try HTMLTree(report.html()).root.find(id: "review")).all("tr")[1]
        #expect(row.children.prefix(3).map(\.text).dropFirst() == ["–", "0.83"])
    }

    @Test func nothingToReview() throws {
        let root = try HTMLTree(Samples.review(pairs: 0).html()).root
        #expect(root.find(id: "review") == nil && root.find(id: "download") == nil)
        #expect(try #require(root.find(id: "pairs")).text.contains("No pair waits"))
    }
}
