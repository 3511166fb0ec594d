// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Evaluation
import Faults
import JSONText
import TestSupport
import Testing

@Suite struct ClusterMeasuresTests {
    /// Cases of `Fixtures/clusters.json`, which `make_clusters.py` counted record by record.
    static let cases: [JSONValue] = {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        guard let bytes = read("/\(folder)/Fixtures/clusters.json"), let json = try? JSONParser.parse(bytes) else {
            return []
        }
        return json["cases"]?.array ?? []
    }()

    @Test func thereAreCases() { #expect(Self.cases.count == 16) }

    @Test(arguments: Self.cases)
    func countedRecordByRecord(found: JSONValue) throws {
        let measures = ClusterMeasures(
            clusters: try #require(found["clusters"]?.array).map { UInt32(try #require($0.integer)) },
            people: try #require(found["people"]?.array).map { $0.integer.map { UInt32($0) } }
        )
        let pairs = measures.pairwise
        let counted = [
            pairs.truePositives, pairs.falsePositives, pairs.falseNegatives, measures.people, measures.exactPeople,
        ]
        let expected = ["true", "false", "missed", "names", "exact"].map { found[$0]?.integer }
        #expect(counted.map { Int64($0) } == expected)
        let (precision, recall) = try (#require(measures.bCubedPrecision), #require(measures.bCubedRecall))
        #expect(abs(precision - (try #require(found["precision"]?.number))) < 1e-12)
        #expect(abs(recall - (try #require(found["recall"]?.number))) < 1e-12)
        #expect(abs(try #require(measures.bCubedF1) - 2 / (1 / precision + 1 / recall)) < 1e-12)
    }

    /// Four records, worked by hand.
    @Test func byHand() throws {
        // Clusters {1, 2, 3} and {4}; people {1, 2} and {3, 4}.
        let measures = ClusterMeasures(clusters: [7, 7, 7, 9], people: [1, 1, 2, 2])
        // Of their clusters are theirs: 2/3, 2/3, 1/3 and 1; of their people's records are with them: 1, 1, 1/2 and 1/2.
        #expect(abs(try #require(measures.bCubedPrecision) - 2.0 / 3) < 1e-12)
        #expect(abs(try #require(measures.bCubedRecall) - 0.75) < 1e-12)
        #expect(measures.pairwise == LinkageMeasures(truePositives: 1, falsePositives: 2, falseNegatives: 1))
        #expect(measures.exactPeople == 0 && measures.people == 2)
    }

    @Test func nobodyIsKnown() {
        let measures = ClusterMeasures(clusters: [0, 0], people: [nil, nil])
        #expect(measures.bCubedPrecision == nil && measures.bCubedF1 == nil && measures.people == 0)
        #expect(measures.textLines()[1] == "B-cubed   precision -, recall -, F1 -")
    }
}

@Suite struct ClusterRecordsTests {
    private static let header = "dataset_a,token_a,dataset_b,token_b,weight,probability,assigned,levels\n"

    private static func file(_ text: String, _ name: String, in folder: TemporaryFolder) throws -> String {
        try folder.write(Array(text.utf8), as: name)
    }

    private static func text(_ records: ClusterRecords) -> [String] {
        records.records.map { record in
            [records.datasets[Int(record.dataset)], record.id].map { String(decoding: $0, as: UTF8.self) }
                .joined(separator: "/")
        }
    }

    /// Numbers follow names, whatever the order of files and lines; tokens become record ids where there is a list.
    @Test func recordsOfSeveralFiles() throws {
        let folder = try TemporaryFolder()
        let north = Self.header + "south,t9,north,a2,3.5,0.9,1,1 2\nnorth,a1,west,w,-2,0.2,0,1\n"
        let files = try [
            Self.file(north, "1.csv", in: folder),
            Self.file(Self.header + "west,w,south,t8,1e1,1,1,\n", "2.csv", in: folder),
        ]
        let list = try TokenList(path: Self.file("row_token,record_id\nt8,5\nt9,4\nt7,6\n", "s.csv", in: folder))
        let truth = try Self.file(
            "agency,record_id,person_id\nwest,w,p\nsouth,4,q\nsouth,5,p\nnorth,a0,\n",
            "t.csv",
            in: folder
        )
        for paths in [files, files.reversed()] {
            let found = try ClusterRecords(pairs: paths, tokens: [("south", list)], truth: truth)
            #expect(
                Self.text(found) == ["north/a0", "north/a1", "north/a2", "south/4", "south/5", "south/6", "west/w"]
            )
            #expect(found.records.map(\.dataset) == [0, 0, 0, 1, 1, 1, 2])
            #expect(
                Set(found.pairs.map { "\($0.first) \($0.second) \($0.weight) \($0.probability)" })
                    == ["3 2 3.5 0.9", "1 6 -2.0 0.2", "6 4 10.0 1.0"]
            )
            #expect(found.people[3] != nil && found.people[4] == found.people[6] && found.people[3] != found.people[4])
            #expect(found.people[0] == nil && found.people[1] == nil)
        }
    }

    @Test(arguments: [
        (Self.header + "a,1,b,2,x,1,1,\n", "", "pairs.number"),
        (Self.header + "a,1,b,2,1,1.5,1,\n", "", "pairs.number"),
        (Self.header + "south,1,b,2,1,1,1,\n", "", "pairs.token.unknown"), ("a,b\n", "", "pairs.header"),
        (Self.header, "a,b\n", "truth.header"),
        (Self.header, "agency,record_id,person_id\na,1,SECRET\na,1,SECRET\n", "record.duplicate"),
    ])
    func brokenInputs(pairs: String, truth: String, code: String) throws {
        let folder = try TemporaryFolder()
        let path = try Self.file(pairs, "pairs.csv", in: folder)
        let list = try TokenList(path: Self.file("row_token,record_id\nt8,5\n", "s.csv", in: folder))
        let known = truth.isEmpty ? nil : try Self.file(truth, "truth.csv", in: folder)
        let error = try #require(throws: EvaluationError.self) {
            try ClusterRecords(pairs: [path], tokens: [("south", list)], truth: known)
        }
        #expect(error.code == code)
        #expect(!"\(error) \(error.remedy ?? "")".contains("SECRET"))
    }
}
