// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Foundation
import Sealing
import Spine
import TestSupport
import Testing

/// What is withdrawn is unreadable: in the store, and in a copy of it that was made before, without its keys or with those of today.
@Suite struct WithdrawalTests {
    private let world: SpineWorld
    private let people = [Sighting](0..<30)

    init() throws {
        world = try SpineWorld()
        try world.add("claims", [Sighting](0..<60), role: .spine)
        try world.add("jail", people.map { Sighting(person: $0.person, drift: 3) })
    }

    private var jailCanBeRead: Bool {
        (try? world.open(isChanged: false).crosswalk(as: world.identity))?.parts.contains { $0.dataset.name == "jail" }
            ?? false
    }

    private func copy(_ from: String, to: String) throws {
        try? FileManager.default.removeItem(atPath: to)
        try FileManager.default.copyItem(atPath: from, toPath: to)
    }

    /// Whether some bytes stand in any file of the store.
    private func stands(_ bytes: [UInt8]) throws -> Bool {
        let files = try #require(FileManager.default.enumerator(atPath: world.path))
        for case let name as String in files {
            guard let data = FileManager.default.contents(atPath: world.path + "/" + name) else { continue }
            if data.range(of: Data(bytes)) != nil { return true }
        }
        return false
    }

    @Test func aWithdrawnDatasetIsUnreadableInTheStoreAndInItsBackups() throws {
        #expect(jailCanBeRead)
        let backup = world.folder.file("backup")
        try copy(world.path, to: backup)
        let before = try world.entities("claims")
        _ = try Withdrawal(of: "jail", tokens: [], from: world.open(), as: world.identity).run(
            time: "2026-02-01T00:00:00Z"
        )
        #expect(!jailCanBeRead)
        #expect(try world.entities("claims") == before)
        let keys = world.folder.file("keys")
        try copy(world.path + "/keys", to: keys)

        // The whole backup opens it: this is what the keys guard.
        try copy(backup, to: world.path)
        #expect(jailCanBeRead)
        // Without its keys it does not, nor with those that are left today.
        try FileManager.default.removeItem(atPath: world.path + "/keys")
        #expect(!jailCanBeRead)
        try copy(keys, to: world.path + "/keys")
        #expect(!jailCanBeRead)
    }

    @Test func aWithdrawnRecordIsUnreadableInABackupWithTheKeysOfToday() throws {
        let extract = try SpineWorld.extract("jail", people.map { Sighting(person: $0.person, drift: 3) })
        let backup = world.folder.file("backup")
        try copy(world.path, to: backup)
        let ids = try world.entities("jail")
        _ = try Withdrawal(of: "jail", tokens: [Array(extract.tokens[0..<16])], from: world.open(), as: world.identity)
            .run(time: "2026-02-01T00:00:00Z")
        #expect(jailCanBeRead)
        #expect(try world.entities("jail") == Array(ids.dropFirst()))
        #expect(try Verification(world.open(isChanged: false), isRead: true, as: world.identity).faults == [])

        let keys = world.folder.file("keys")
        try copy(world.path + "/keys", to: keys)
        try copy(backup, to: world.path)
        try copy(keys, to: world.path + "/keys")
        #expect(!jailCanBeRead)
    }

    @Test func noEncodingStandsInTheClear() throws {
        let extract = try SpineWorld.extract("jail", people.map { Sighting(person: $0.person, drift: 3) })
        for row in 0..<extract.rows {
            let filter = unsafe extract.filters.withUnsafeRow(row) { unsafe [UInt8]($0) }
            #expect(try !stands(filter) && !stands(Array(extract.tokens[row * 16..<(row + 1) * 16])))
        }
        // The search itself finds what is there.
        #expect(try stands(Array("\njoined ".utf8)) && stands(Array("claims".utf8)))
    }
}
