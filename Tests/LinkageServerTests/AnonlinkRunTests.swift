// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import LinkageServer
import TestSupport
import Testing

/// From projects to results, judged by the definitions.
@Suite(.serialized) struct AnonlinkRunTests {
    @Test(arguments: ["0.55", "1e-9", "1", "0.6666666666666666"])
    func scores(threshold: String) async throws {
        try await AnonlinkServer.with { server async throws in
            let (first, second) = (AnonlinkEncodings(rows: 40, seed: 1), AnonlinkEncodings(rows: 55, seed: 2))
            let project = try await server.make("similarity_scores", schema: "{\"clkConfig\": {\"l\": 64}, \"x\": 0.1}")
            let run = try await project.start(threshold)
            var status = try await project.status(run).json
            #expect(status?["state"]?.string == "created")
            #expect(status?["stages"]?.integer == 2)
            #expect(status?["current_stage"]?["description"]?.string == "waiting for CLKs")
            #expect(status?["time_started"]?.isNull == true)
            let taken = try await project.send(first.json, as: 0)
            #expect(taken.status == 201)
            #expect(taken.json?["message"]?.string == "Updated")
            #expect(taken.json?["receipt_token"]?.string?.utf8.count == 48)
            status = try await project.status(run).json
            #expect(status?["current_stage"]?["progress"]?["relative"]?.number == 0.5)
            #expect(try await project.result(run).status == 404)
            #expect(try await project.send(second.json, as: 1).status == 201)
            status = try await project.end(run)
            #expect(status?["state"]?.string == "completed")
            #expect(status?["total_number_comparisons"]?.integer == 2_200)
            #expect(status?["current_stage"]?["progress"]?["absolute"]?.integer == 2_200)
            for key in ["time_added", "time_started", "time_completed"] {
                #expect(status?[key]?.string?.hasSuffix("+00:00") == true)
            }
            let result = try await project.result(run)
            let expected = first.scores(with: second, least: Double(threshold) ?? 2)
            #expect(result.json?["similarity_scores"] == expected)
            let shown = try await project.status()
            #expect(shown?["schema"] == ["clkConfig": ["l": 64], "x": 0.1])
            #expect(shown?["parties_contributed"]?.integer == 2)
            #expect(shown?["error"]?.bool == false)
            let service = try await server.ask("GET", "/status").json
            #expect(service?["project_count"]?.integer == 1)
            #expect(service?["rate"]?.integer ?? 0 >= 1)
        }
    }

    /// Every pair, where the original stops at as many as the smaller side has records.
    @Test func noPairIsCut() async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("similarity_scores")
            let row = [UInt8](repeating: 0xA5, count: 8)
            _ = try await project.send(AnonlinkEncodings([row]).json, as: 0)
            let many = AnonlinkEncodings([[UInt8]](repeating: row, count: 1_000))
            _ = try await project.send(many.json, as: 1)
            let run = try await project.start("0.9")
            _ = try await project.end(run)
            let scores = try await project.result(run).json?["similarity_scores"]?.array
            #expect(scores?.count == 1_000)
            #expect(scores?.last == [[0, 0], [1, 999], 1.0])
        }
    }

    @Test func anEmptyFilterNeverMatches() async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("similarity_scores")
            let rows = AnonlinkEncodings([[UInt8](repeating: 0, count: 8)])
            for party in 0...1 { _ = try await project.send(rows.json, as: party) }
            let run = try await project.start("1e-9")
            #expect(try await project.end(run)?["state"]?.string == "completed")
            #expect(try await project.result(run).json == ["similarity_scores": []])
        }
    }

    /// Rows are those of the encodings, whatever the order of the keys; rows without a key have no block and keep their number.
    @Test(arguments: [true, false])
    func blocks(areBesideRows: Bool) async throws {
        try await AnonlinkServer.with { server async throws in
            let parties = [AnonlinkEncodings(rows: 30, seed: 3), AnonlinkEncodings(rows: 25, seed: 4)]
            let project = try await server.make("similarity_scores", isBlocked: true)
            // Two blocks a row, one of them shared by all rows of equal remainder; every seventh row has none.
            let ids = parties.map { party in
                party.rows.indices.map { $0 % 7 == 0 ? [] : ["\($0 % 3)", "x\($0 % 2)"] }
            }
            for (party, encodings) in parties.enumerated() {
                let text: String
                if areBesideRows {
                    let rows = zip(encodings.texts, ids[party]).map { text, ids in
                        "[" + ([text] + ids.map { Int($0) == nil ? "\"\($0)\"" : $0 }).joined(separator: ",") + "]"
                    }
                    text = "{\"clknblocks\": [\(rows.joined(separator: ","))]}"
                } else {
                    let keys = ids[party].enumerated().reversed().filter { !$1.isEmpty }
                        .map { "\"\($0)\": [\"\($1[0])\", \"\($1[1])\"]" }
                    text = """
                        {"blocks": {\(keys.joined(separator: ","))}, "encodings": [\(encodings.texts.joined(separator: ","))]}
                        """
                }
                #expect(try await project.send(text, as: party).status == 201)
            }
            let run = try await project.start("0.5")
            let status = try await project.end(run)
            let shared = { (a: Int, b: Int) in Set(ids[0][a]).intersection(ids[1][b]).count }
            let places = parties[0].rows.indices.flatMap { a in parties[1].rows.indices.map { (a, $0) } }
            #expect(status?["total_number_comparisons"]?.integer == Int64(places.reduce(0) { $0 + shared($1.0, $1.1) }))
            let expected = parties[0].scores(with: parties[1], least: 0.5) { shared($0, $1) > 0 }
            #expect(try await project.result(run).json?["similarity_scores"] == expected)
        }
    }

    @Test func groupsOfThreeParties() async throws {
        try await AnonlinkServer.with { server async throws in
            let rows = AnonlinkEncodings(rows: 6, seed: 5)
            let project = try await server.make("groups", parties: 3)
            // The same records in other orders.
            for (party, order) in [[0, 1, 2, 3], [3, 2, 1, 4], [1, 0, 5, 3]].enumerated() {
                _ = try await project.send(AnonlinkEncodings(order.map { rows.rows[$0] }).json, as: party)
            }
            let run = try await project.start("1.0")
            #expect(try await project.end(run)?["stages"]?.integer == 3)
            let groups = try await project.result(run).json?["groups"]?.array ?? []
            let texts = groups.map { $0.compactText() }.sorted()
            #expect(texts == ["[[0,0],[2,1]]", "[[0,1],[1,2],[2,0]]", "[[0,2],[1,1]]", "[[0,3],[1,0],[2,3]]"])
        }
    }

    @Test func permutations() async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("permutations")
            let rows = AnonlinkEncodings(rows: 9, seed: 6).rows
            var receipts: [String] = []
            for (party, part) in [Array(rows[..<5]), Array(rows[3...])].enumerated() {
                let answer = try await project.send(AnonlinkEncodings(part).json, as: party)
                receipts.append(answer.json?["receipt_token"]?.string ?? "")
            }
            let run = try await project.start("1")
            _ = try await project.end(run)
            let mask = try await project.result(run).json?["mask"]?.array?.compactMap(\.integer) ?? []
            #expect(mask.count == 5)
            #expect(mask.reduce(0, +) == 2)
            var places: [[Int64]] = []
            for receipt in receipts {
                #expect(try await project.status(run, token: receipt).status == 200)
                let answer = try await project.result(run, token: receipt).json
                #expect(answer?["rows"]?.integer == 5)
                places.append(answer?["permutation"]?.array?.compactMap(\.integer) ?? [])
            }
            #expect(places.map { $0.sorted() } == [Array(0..<5), Array(0..<6)])
            for (a, b) in [(3, 0), (4, 1)] {
                #expect(places[0][a] == places[1][b])
                #expect(mask[Int(places[0][a])] == 1)
            }
            #expect(try await server.ask("GET", project.path, token: receipts[0]).status == 200)
            #expect(try await server.ask("GET", "\(project.path)/runs", token: receipts[0]).status == 403)
        }
    }

    @Test func nothingIsLeftOfWhatIsDeleted() async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("groups")
            let rows = AnonlinkEncodings(rows: 20, seed: 7)
            for party in 0...1 { _ = try await project.send(rows.json, as: party) }
            let run = try await project.start("0.9")
            _ = try await project.end(run)
            let path = "\(project.path)/runs/\(run)"
            let listed = try await server.ask("GET", "\(project.path)/runs", token: project.token).json?.array
            #expect(listed?.map { $0["run_id"]?.string } == [run])
            #expect(try await server.ask("DELETE", path, token: project.token).status == 204)
            for gone in [path, path + "/status", path + "/result"] {
                #expect(try await server.ask("GET", gone, token: project.token).status == 403)
            }
            #expect(!server.files().contains { $0.hasPrefix(run) })
            let other = try await project.start("0.8")
            _ = try await project.end(other)
            #expect(try await server.ask("DELETE", project.path, token: project.token).status == 204)
            #expect(try await server.ask("GET", project.path, token: project.token).status == 403)
            #expect(server.files().isEmpty)
        }
    }

    /// A run can be deleted whatever it is at.
    @Test func aRunIsDeletedWhileItRuns() async throws {
        try await AnonlinkServer.with { server async throws in
            let project = try await server.make("similarity_scores")
            let rows = AnonlinkEncodings(rows: 3_000, bytes: 128, seed: 8)
            for party in 0...1 { _ = try await project.send(rows.json, as: party) }
            for threshold in ["0.4", "0.9"] {
                let run = try await project.start(threshold)
                let path = "\(project.path)/runs/\(run)"
                #expect(try await server.ask("DELETE", path, token: project.token).status == 204)
                #expect(!server.files().contains { $0.contains(run) })
            }
            let last = try await project.start("0.95")
            #expect(try await project.end(last)?["state"]?.string == "completed")
        }
    }
}
