// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Faults
import JSONText
import Linkage
import TestSupport
import Testing

/// The text of plans with tables and with blocks: read as it was written, named by every part of it, refused when damaged.
@Suite struct JoinPlanTextTests {
    private static func approximate() throws -> JoinPlan.Search {
        let limits = (0..<129).map { $0 / 3 }
        let positions = [0, 2, 3, 5, 63, 64, 126, 127]
        return .approximate(
            try handmadeSearch(tables: 17, keyBits: 3, sketchBits: 4, limits: limits, positions: positions)
        )
    }

    private static let blocks = JoinPlan.Search.blocks(digest: [UInt8](repeating: 0xb1, count: 32))

    private static func plan(_ search: JoinPlan.Search) throws -> JoinPlan {
        JoinPlan(
            datasets: [
                JoinPlan.Dataset(name: "a", rows: 900, digest: [UInt8](repeating: 0xaa, count: 32)),
                JoinPlan.Dataset(name: "b", rows: 1_200, digest: [UInt8](repeating: 0xbb, count: 32)),
            ],
            vectors: ["name", "birth"],
            bits: 128,
            measure: .jaccard,
            threshold: try SimilarityThreshold(tenThousandths: 8_250),
            isWithin: false,
            search: search,
            tileRows: [JoinPlan.TileRows(first: 400, second: 500)]
        )
    }

    @Test(arguments: [approximate, { blocks }, { .exact }] as [@Sendable () throws -> JoinPlan.Search])
    func aPlanIsReadAsItWasWritten(search: @Sendable () throws -> JoinPlan.Search) throws {
        let plan = try Self.plan(search())
        for text in [try plan.jsonValue.canonicalBytes(), Array(plan.jsonValue.prettyText().utf8)] {
            let read = try JoinPlan(JSONParser.parse(text, file: "plan.json"))
            #expect(read == plan)
            #expect(try read.digest() == plan.digest())
        }
    }

    /// The text as written out by hand, and its name by Python:
    /// `python3 -c 'import hashlib,sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'`.
    @Test func aPlanIsNamedByItsCanonicalText() throws {
        let limits = (0..<129).map { String($0 / 3) }.joined(separator: ",")
        let before = """
            {"bits":128,"datasets":[{"name":"a","rows":900,"sha256":"\(String(repeating: "aa", count: 32))"},\
            {"name":"b","rows":1200,"sha256":"\(String(repeating: "bb", count: 32))"}],"search":
            """
        let after = """
            ,"similarity":"jaccard","tessera":"join-plan/1","threshold":8250,"tileRows":[[400,500]],\
            "vectors":["name","birth"],"within":false}
            """
        let tables = """
            {"keyBits":3,"kind":"approximate","positions":[0,2,3,5,63,64,126,127],"recall":9900,"sketchBits":4,\
            "sketchLimits":[\(limits)],"tables":17}
            """
        let inBlocks = "{\"kind\":\"blocks\",\"sha256\":\"\(String(repeating: "b1", count: 32))\"}"
        for (search, text, digest) in try [
            (Self.approximate(), tables, "4f60f6260218121cf6e8a545b5c5b61b648c08557e1ece4bf4cef28871e2ff6b"),
            (Self.blocks, inBlocks, "7d857572d1097658854a0b15c67eb96c9741d580fe6df3700d1bf92bffa59062"),
        ] {
            let plan = try Self.plan(search)
            #expect(try String(decoding: plan.jsonValue.canonicalBytes(), as: UTF8.self) == before + text + after)
            let hex = try plan.digest().map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined()
            #expect(hex == digest)
        }
    }

    @Test func everyPartChangesTheName() throws {
        let plan = try Self.plan(Self.approximate())
        let tables: [(inout ApproximateSearch) -> Void] = [
            { $0.recall = 9_901 }, { $0.tables = 18 }, { $0.keyBits = 4 }, { $0.sketchBits = 3 },
            { $0.sketchLimits[0] = 1 }, { $0.sketchLimits[128] = 41 }, { $0.positions[7] = 125 },
            { $0.positions[0] = 1 },
        ]
        let finer = try SimilarityThreshold(tenThousandths: 8_251)
        let questions: [(inout JoinPlan) -> Void] = [
            { $0.search = .exact }, { $0.search = Self.blocks },
            { $0.search = .blocks(digest: [0xb2] + [UInt8](repeating: 0xb1, count: 31)) },
            { $0.datasets[0].name = "c" }, { $0.datasets[1].rows = 1_201 }, { $0.datasets[1].digest[31] ^= 1 },
            { $0.datasets.swapAt(0, 1) }, { $0.vectors = ["birth", "name"] }, { $0.vectors = ["name"] },
            { $0.bits = 192 }, { $0.measure = .dice }, { $0.threshold = finer }, { $0.isWithin = true },
        ]
        let cuts: [(inout JoinPlan) -> Void] = [{ $0.tileRows[0].first = 399 }, { $0.tileRows[0].second = 499 }]
        func changed(_ change: (inout JoinPlan) -> Void) -> JoinPlan {
            var plan = plan
            change(&plan)
            return plan
        }
        let others =
            try questions.map(changed)
            + tables.map { change in
                guard case .approximate(var search) = plan.search else { return plan }
                change(&search)
                return try Self.plan(.approximate(search))
            }
        let all = [plan] + others + cuts.map(changed)
        #expect(try Set(all.map { try $0.digest() }).count == all.count)
        // The cut into tiles is no part of the question.
        #expect(!others.contains { plan.asksTheSame(as: $0) })
        #expect(cuts.map(changed).allSatisfy { plan.asksTheSame(as: $0) })
    }

    /// Members that no version writes, each in a plan that is whole otherwise.
    @Test(
        arguments: [
            ("kind", nil), ("kind", "exactly"), ("kind", 1), ("recall", nil), ("recall", 0), ("recall", 10_000),
            ("recall", "9900"), ("recall", 99.5), ("tables", nil), ("tables", 0), ("tables", 1_025), ("tables", -1),
            ("keyBits", nil), ("keyBits", 0), ("keyBits", 33), ("keyBits", 5), ("sketchBits", nil), ("sketchBits", -1),
            ("sketchBits", 65), ("sketchBits", 6), ("sketchLimits", nil), ("sketchLimits", []), ("sketchLimits", 3),
            ("positions", nil), ("positions", []), ("positions", [0, 2, 3, 5, 63, 64]),
            ("positions", [0, 2, 3, 5, 63, 64, 126, 128]), ("positions", [-1, 2, 3, 5, 63, 64, 126, 127]),
            ("positions", [0, 2, 3, 5, 63, 64, 126, 126]), ("positions", [0, 2, 3, 5, 63, 64, 127, 126]),
            ("positions", [0, 2, 3, 5, 63, 64, 126, 127, "1"]), ("positions", [0, 2, 3, 5, 63, 64, 126, 126.5]),
        ] as [(String, JSONValue?)]
    )
    func damagedTablesAreRefused(member: String, value: JSONValue?) throws {
        try expectRefusal(Self.approximate(), member, value)
    }

    @Test func damagedLimitsAreRefused() throws {
        let limits = (0..<129).map { JSONValue.integer($0 / 3) }
        for wrong in [
            Array(limits.dropLast()), limits + [43], limits.dropLast() + [65], limits.dropLast() + [-1],
            limits.dropLast() + ["42"], limits + ["42"], limits + [.null],
        ] {
            try expectRefusal(Self.approximate(), "sketchLimits", .array(wrong))
        }
    }

    @Test(
        arguments: [
            ("kind", nil), ("kind", "approximate"), ("sha256", nil), ("sha256", "b1"), ("sha256", 177),
            ("sha256", .string(String(repeating: "b1", count: 33))),
            ("sha256", .string(String(repeating: "g1", count: 32))),
        ] as [(String, JSONValue?)]
    )
    func damagedBlocksAreRefused(member: String, value: JSONValue?) throws {
        try expectRefusal(Self.blocks, member, value)
    }

    /// Expects that a plan is refused, with a remedy, when a member of its search is another or none.
    private func expectRefusal(_ search: JoinPlan.Search, _ member: String, _ value: JSONValue?) throws {
        let whole = try Self.plan(search).jsonValue
        let members = try #require(whole.members).map { ($0.key, $0.value) }
        func json(_ changes: (JSONMember) -> (String, JSONValue)?) throws -> JSONValue {
            let parts = try #require(whole["search"]?.members).compactMap(changes)
            return .object(members.map { $0.0 == "search" ? ("search", .object(parts)) : $0 })
        }
        #expect(throws: Never.self) { try JoinPlan(json { ($0.key, $0.value) }) }
        let damaged = try json { part in
            if part.key != member { return (part.key, part.value) }
            return value.map { (member, $0) }
        }
        #expect(damaged != whole)
        let error = #expect(throws: LinkageError.self) { try JoinPlan(damaged) }
        #expect(error?.kind == .plan && error?.exitCode == .damagedFile && error?.remedy != nil)
    }
}
