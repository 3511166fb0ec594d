// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import JSONText
import LinkageServer
import Testing

@Suite struct UploadOrderTests {
    /// An agency that sends again at once after a refusal sees what it sent last, not what was refused.
    @Test func theNewestUploadIsTheLastOneEvenInOneSecond() async throws {
        try await DashboardWorld.with { world in
            let path = "/v1/projects/homes/uploads"
            let agency = ["Authorization": "Bearer \(world.tokens["agency"] ?? "")"]
            let unit = ["Authorization": "Bearer \(world.operatorToken)"]
            var opened: [String] = []
            for digit in 0..<8 {
                let body: JSONValue = ["bytes": 1, "sha256": .string(String(repeating: "\(digit)", count: 64))]
                let answer = try await world.client.send("POST", path, headers: agency, body: body.compactText())
                #expect(answer.status == 201)
                opened.append(try JSONParser.parse(Array(answer.body.utf8))["upload"]?.string ?? "")
                #expect(try await world.client.send("DELETE", "\(path)/\(opened[digit])", headers: unit).status == 204)
            }
            let answer = try await world.client.send("GET", path, headers: unit)
            let listed = try JSONParser.parse(Array(answer.body.utf8))["uploads"]?.array ?? []
            #expect(listed.map { $0["upload"]?.string ?? "" } == opened.reversed())
        }
    }
}
