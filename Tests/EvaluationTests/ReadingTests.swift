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

/// A scored link's list is ordered by weight, and says how probable a pair is and whether it became a link.
@Test func scoredLinksList() throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "north", b: "south")
    let path = try write(
        """
        dataset_a,token_a,dataset_b,token_b,weight,probability,assigned,similarity,field
        north,aa,south,cc,12.5,0.99,1,0.1,x
        south,dd,north,bb,-31.25,1e-9,0,0.9,x
        north,aa,west,ee,1,1,1,1,x

        """,
        folder
    )
    let list = try PairList(path: path, datasets: &datasets)
    #expect(ids(list.entries.map(\.pair), datasets) == [["aa", "cc"], ["bb", "dd"]])
    #expect(list.entries.map(\.similarity) == [12.5, -31.25])
    #expect(list.entries.map(\.probability) == [0.99, 1e-9])
    #expect(ids(try #require(list.assigned), datasets) == [["aa", "cc"]])
}

/// Which column orders a plain list, and what else is read of it.
@Test(arguments: [
    ("id_a,id_b,weight,probability,assigned,note", "1,x,300,0.75,0,n", 300.0, 0.75, true),
    ("id_a,id_b,probability", "1,x,0.25", 0.25, 0.25, false),
    ("id_a,id_b,similarity,note", "1,x,0.5,n", 0.5, nil, false),
    ("l,r,score", "1,x,-7e2", -700, nil, false), ("id_a,id_b,similarity,weight", "1,x,0.5,9", 9, nil, false),
])
func scoreColumns(header: String, row: String, score: Double, probability: Double?, hasLinks: Bool) throws {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "a", b: "b")
    let list = try PairList(path: write("\(header)\n\(row)\n", folder), datasets: &datasets)
    #expect(list.entries.map(\.similarity) == [score])
    #expect(list.entries.map(\.probability) == [probability])
    #expect((list.assigned != nil) == hasLinks)
}

/// Truth of five records of A and four persons, read before each table of groups.
private func readGroups(_ text: String, entities: Bool = true) throws -> GroupTable {
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "north", b: "south")
    let truth =
        entities
        ? "agency,record_id,person_id\nnorth,1,p1\nnorth,2,p1\nnorth,3,p3\nsouth,x,p1\nnorth,4,\n" : "a,b\n1,x\n3,y\n"
    let known = try TruePairs(path: write(truth, folder, "truth.csv"), datasets: &datasets)
    return try GroupTable(path: write(text, folder), truth: known, datasets: datasets)
}

@Test func groupsByRecordAndByPerson() throws {
    let records = try readGroups("id,age,home\n3,old,\n1,young,1\n9,unseen,7\n")
    // Values of nobody in A are no groups; they stand in byte order, the unknown one first.
    #expect(records.attributes.map(\.name) == ["age", "home"])
    #expect(records.attributes.map(\.values) == [["old", "young"], ["", "1"]])
    let persons = try readGroups("person_id,age\np3,old\np1,young\np9,unseen\n")
    #expect(persons.attributes.map(\.values) == [["old", "young"]])
}

@Test(arguments: [
    ("id\n1\n", "groups.header", 1), ("id,age\nSECRET,old\n", "groups.unknown", 2),
    ("id,age\n1,old\n1,SECRET\n", "record.duplicate", 3), ("person_id,age\np1,old\np1,SECRET\n", "record.duplicate", 3),
    ("id,age\n1\n", "row.defect", 2),
])
func brokenGroups(text: String, code: String, row: Int) throws {
    let error = try #require(throws: EvaluationError.self) { try readGroups(text) }
    #expect(error.code == code && error.position?.row == row)
    #expect(!"\(error) \(error.remedy ?? "")".contains("SECRET"))
}

@Test func groupsThatDoNotFit() throws {
    let persons = try #require(throws: EvaluationError.self) {
        try readGroups("person_id,age\np1,old\n", entities: false)
    }
    #expect(persons.code == "groups.persons" && persons.exitCode == .mismatch)
    let folder = try TemporaryFolder()
    var datasets = DatasetPair(a: "a", b: "b")
    for number in 0...GroupTable.limit { _ = datasets.pair(Array("\(number)".utf8), [0x78]) }
    let rows = (0...GroupTable.limit).map { "\($0),same,v\($0)\n" }.joined()
    let many = try #require(throws: EvaluationError.self) {
        try GroupTable(path: write("id,age,name\n" + rows, folder), truth: TruePairs(), datasets: datasets)
    }
    #expect(many.code == "groups.values" && many.position?.column == "name")
    let few = try write("id,age,name\n" + rows.split(separator: "\n").dropLast().joined(separator: "\n"), folder)
    #expect(try GroupTable(path: few, truth: TruePairs(), datasets: datasets).attributes[1].values.count == 1_000)
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
    ("pairs", "id_a,id_b,weight,probability\n1,2,3,1.01\n", "pairs.number", 2),
    ("pairs", "id_a,id_b,weight,assigned\n1,2,3,yes\n", "pairs.number", 2),
    ("pairs", "id_a,id_b,weight,assigned\n1,2,inf,1\n", "pairs.number", 2),
    ("pairs", "id_a,id_b,score,assigned\n1,2,3,1\n", "pairs.header", 1),
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
