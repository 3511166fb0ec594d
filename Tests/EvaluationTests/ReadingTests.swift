// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Faults
import TestSupport
import Testing

/// The pairs in the records' own ids.
private func ids(_ pairs: some Sequence<RecordPair>, _ datasets: DatasetPair) -> Set<[String]> {
    Set(
        pairs.map { pair in
            [datasets.a.ids[Int(pair.a)], datasets.b.ids[Int(pair.b)]].map { String(decoding: $0, as: UTF8.self) }
        }
    )
}

private func write(_ text: String, _ folder: TemporaryFolder, _ name: String = "table.csv") throws -> String {
    try folder.write(Array(text.utf8), as: name)
}

@Test func truthAsPairs() throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "a", b: "b")
    let path = try write("left,right\n1,x\n2,y\n\n1,x\n", folder)
    let truth = try TruePairs(path: path, datasets: &datasets)
    #expect(ids(truth.pairs, datasets) == [["1", "x"], ["2", "y"]])
}

@Test(arguments: ["agency", "dataset"])
func truthAsEntities(column: String) throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "north", b: "south")
    let path = try write(
        """
        person_id,\(column),record_id
        p1,north,1
        p1,south,x
        p1,south,y
        p1,west,w
        p2,north,2
        ,north,3
        ,south,z
        """,
        folder
    )
    let truth = try TruePairs(path: path, datasets: &datasets)
    #expect(ids(truth.pairs, datasets) == [["1", "x"], ["1", "y"]])
}

private let header = "dataset_a,token_a,dataset_b,token_b,intersection,popcount_a,popcount_b,similarity,assigned\n"

@Test func linkersListWithTokens() throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "north", b: "south")
    let path = try write(
        header
            + """
            north,aa,south,cc,400,500,500,0.800000,1
            south,dd,north,bb,1,3,3,0.333333,0
            north,aa,west,ee,500,500,500,1.000000,1

            """,
        folder
    )
    let tokens = (
        a: try TokenList(path: write("row_token,record_id\naa,1\nbb,2\n", folder, "a.csv")),
        b: try TokenList(path: write("row_token,record_id\ncc,x\ndd,y\n", folder, "b.csv"))
    )
    let list = try PairList(path: path, tokens: tokens, datasets: &datasets)
    #expect(ids(list.entries.map(\.pair), datasets) == [["1", "x"], ["2", "y"]])
    // From the counts, not from the printed digits.
    #expect(list.entries.map(\.similarity) == [0.8, 2.0 / 6.0])
    #expect(ids(try #require(list.assigned), datasets) == [["1", "x"]])
    // Without token lists the tokens are the ids.
    var raw = DatasetPair(a: "south", b: "north")
    let rawList = try PairList(path: path, datasets: &raw)
    #expect(ids(rawList.entries.map(\.pair), raw) == [["cc", "aa"], ["dd", "bb"]])
}

@Test func plainListKeepsTheHighestOfAPair() throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "a", b: "b")
    let path = try write("l,r,weight\n1,x,-2.5\n1,x,3e1\n2,y,0\n", folder)
    let list = try PairList(path: path, datasets: &datasets)
    #expect(list.entries.map(\.similarity) == [30, 0])
    #expect(list.assigned == nil)
}

@Test func crosswalksLinkEqualProjectIds() throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "a", b: "b")
    let links = try Crosswalk.links(
        a: write("record_id,project_id\n1,p\n2,q\n3,\n", folder, "a.csv"),
        b: write("record_id,project_id\nx,q\ny,r\nz,\n", folder, "b.csv"),
        datasets: &datasets
    )
    #expect(ids(links, datasets) == [["2", "x"]])
}

@Test func subgroupsPartTheCounts() throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "a", b: "b")
    func pair(_ a: String, _ b: String) -> RecordPair { datasets.pair(Array(a.utf8), Array(b.utf8)) }
    let truth = TruePairs([pair("1", "x"), pair("2", "y"), pair("3", "z"), pair("4", "v")])
    let links: Set<RecordPair> = [pair("1", "x"), pair("2", "z"), pair("3", "z"), pair("9", "v")]
    let rows = try Subgroups.measure(
        links,
        truth: truth,
        groupsPath: write("id,age\n1,old\n2,old\n3,young\n4,young\n5,none\n", folder),
        datasets: &datasets
    )
    #expect(rows.map(\.name) == ["none", "old", "young"])
    #expect(
        rows.map(\.measures) == [
            LinkageMeasures(truePositives: 0, falsePositives: 0, falseNegatives: 0),
            LinkageMeasures(truePositives: 1, falsePositives: 1, falseNegatives: 1),
            LinkageMeasures(truePositives: 1, falsePositives: 0, falseNegatives: 1),
        ]
    )
}

/// Every broken input has its code and its place, and none of them shows a value.
@Test(arguments: [
    ("truth", "a,b,c\n1,2,3\n", "truth.header", 1),
    ("truth", "agency,record_id,person_id\nnorth,SECRET,p\n", "truth.dataset", 2),
    ("truth", "agency,record_id,person_id\nnorth,SECRET,p\nnorth,SECRET,q\n", "record.duplicate", 3),
    ("truth", "a,b\n1,2\nSECRET\n", "row.defect", 3), ("truth", "", "csv.header.missing", 1),
    ("pairs", "a,b\n1,2\n", "pairs.header", 1), ("pairs", "a,b,s\n1,2,0.5\n1,3,SECRET\n", "pairs.number", 3),
    ("pairs", "a,b,s\n1,2,nan\n", "pairs.number", 2), ("pairs", "a,b,s\n1,2,0x1p3\n", "pairs.number", 2),
    ("pairs", header + "north,aa,west,bb,1,2,2,0.5,0\n", "pairs.dataset", 2),
    ("pairs", header + "north,aa,south,bb,1,0,0,0.5,0\n", "pairs.number", 2),
    ("pairs", header + "north,aa,south,bb,-1,2,2,0.5,0\n", "pairs.number", 2),
    ("tokens", "token,id\n", "tokens.header", 1),
    ("tokens", "row_token,record_id\nSECRET,1\nSECRET,2\n", "record.duplicate", 3),
])
func brokenInputs(kind: String, text: String, code: String, row: Int) throws {
    let folder = try TemporaryFolder()
    let path = try write(text, folder)
    var datasets = DatasetPair(a: "north", b: "south")
    let error = try #require(throws: EvaluationError.self) {
        switch kind {
        case "truth": _ = try TruePairs(path: path, datasets: &datasets)
        case "pairs": _ = try PairList(path: path, datasets: &datasets)
        default: _ = try TokenList(path: path)
        }
    }
    #expect(error.code == code)
    #expect(error.position?.row == row)
    #expect(error.position?.file == path)
    #expect(error.remedy != nil)
    #expect(!"\(error) \(error.remedy ?? "")".contains("SECRET"))
}

@Test func tokenWithoutRecord() throws {
    let folder = try TemporaryFolder()
    let path = try write(header + "north,aa,south,cc,1,2,2,0.5,0\n", folder)
    let empty = try TokenList(path: write("row_token,record_id\n", folder, "tokens.csv"))
    var datasets = DatasetPair(a: "north", b: "south")
    let error = try #require(throws: EvaluationError.self) {
        try PairList(path: path, tokens: (empty, empty), datasets: &datasets)
    }
    #expect(error.code == "pairs.token.unknown")
    #expect(error.position?.column == "token_a")
}

@Test func crosswalkErrors() throws {
    let folder = try TemporaryFolder()
    let good = try write("record_id,project_id\n1,p\n", folder, "good.csv")
    for (text, code) in [
        ("record,project\n", "crosswalk.header"), ("record_id,project_id\n1,p\n1,q\n", "record.duplicate"),
    ] {
        let bad = try write(text, folder, "bad.csv")
        var datasets = DatasetPair(a: "a", b: "b")
        let error = try #require(throws: EvaluationError.self) {
            try Crosswalk.links(a: good, b: bad, datasets: &datasets)
        }
        #expect(error.code == code)
    }
}
