// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Foundation
import JSONText
import Linkage
import Sealing
import Spine
import TestSupport
import Testing

/// A store that is exported and imported is the same store, and an export that anybody touched is none.
@Suite struct MovingTests {
    let world: SpineWorld
    let other: Identity
    let export: ExportFolder

    /// A store with a spine, merges, a refresh, possible matches and two studies.
    init() throws {
        world = try SpineWorld()
        other = try Identity.generate(name: "other-unit")
        export = ExportFolder(path: world.folder.file("export"))
        try Self.fill(world)
    }

    private static func fill(_ world: SpineWorld) throws {
        try world.add("early", [Sighting](0..<12))
        try world.add("late", [Sighting](0..<12, drift: 18), role: .spine, policy: LinkPolicy(isDeduplicated: true))
        try world.add("middle", [Sighting](5..<8, drift: 9) + [Sighting](8..<12, drift: 22))
        try world.refresh("early", [Sighting](3..<15))
        try world.open().makeStudy("heat", as: world.identity)
    }

    private func exported(to card: PartyCard? = nil) throws {
        _ = try world.open().export(
            to: export.path,
            for: card ?? other.card,
            as: world.identity,
            time: "2026-02-01T00:00:00Z"
        )
    }

    private func imported(as identity: Identity? = nil, from sender: PartyCard? = nil) throws -> SpineStore {
        let path = world.folder.file("imported")
        _ = try SpineStore.importing(
            export.path,
            to: path,
            from: sender ?? world.identity.card,
            as: identity ?? other
        )
        return try SpineStore.open(path, isChanged: true)
    }

    /// The export is refused by name, and nothing is made.
    private func refusal() throws -> String? {
        defer { #expect(world.folder.names.filter { $0.hasPrefix("imported") }.isEmpty) }
        return try code { _ = try imported() }
    }

    @Test(arguments: [nil, 9_900]) func aMovedStoreIsTheSame(recall: Int?) throws {
        let policy = SpinePolicy(
            judge: .similarity(
                threshold: try SimilarityThreshold(tenThousandths: 8_000),
                possible: try SimilarityThreshold(tenThousandths: 7_000),
                recall: recall
            )
        )
        let world = try SpineWorld(policy: policy)
        try Self.fill(world)
        let (path, moved) = (world.folder.file("export"), world.folder.file("moved"))
        let store = try world.open()
        let manifest = try store.export(
            to: path,
            for: other.card,
            as: world.identity,
            time: "2026-02-01T00:00:00Z"
        )
        #expect(
            try SpineStore.importing(path, to: moved, from: world.identity.card, as: other) == manifest
        )
        let copy = try SpineStore.open(moved, isChanged: true)
        #expect(try Verification(copy, isRead: true, as: other).faults.isEmpty)
        #expect(copy.project == store.project)
        #expect(copy.policy == store.policy)
        #expect(try copy.runs() == store.runs())
        #expect(try copy.datasets() == store.datasets())
        #expect(try copy.format() == store.format())
        let edges = try store.edges(as: world.identity)
        #expect(edges.contains { $0.isLink } && edges.contains { !$0.isLink })
        #expect(try copy.edges(as: other) == edges)
        try expectSameIDs(store, copy, world.identity)

        // What comes next gets the same ids and the same lines in the ledger.
        for (store, identity) in [(store, world.identity), (copy, other)] {
            let extract = try SpineWorld.extract("clinic", [Sighting](0..<20, drift: 3) + [Sighting](100..<110))
            let addition = try Addition(
                extract,
                role: .contributor,
                policy: LinkPolicy(),
                startsWithoutSpine: true,
                to: store,
                as: identity
            )
            _ = try addition.run(time: "2026-02-02T00:00:00Z", acceptsUnlinked: false, control: RunControl(threads: 1))
        }
        #expect(try copy.lastRun() == store.lastRun())
        try expectSameIDs(store, copy, world.identity)
    }

    private func expectSameIDs(_ store: SpineStore, _ copy: SpineStore, _ identity: Identity) throws {
        let (before, after) = (try store.crosswalk(as: identity), try copy.crosswalk(as: other))
        #expect(before.parts.map(\.entities) == after.parts.map(\.entities))
        #expect(before.parts.map(\.tokens) == after.parts.map(\.tokens))
        #expect(try store.studies() == copy.studies())
        for study in try store.studies() {
            let numbers = 0..<UInt64(before.count)
            #expect(
                try store.ids(of: study, as: identity).ids(of: numbers)
                    == copy.ids(of: study, as: other).ids(of: numbers)
            )
        }
    }

    /// By a program that knows the format's description alone.
    @Test func anIndependentReaderReadsAnExport() throws {
        try exported()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "read_export.py"
        ).path
        let outcome = try ShellSession().run("python3 '\(script)' '\(export.path)'")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let read = try JSONParser.parse(Array(outcome.output.utf8))
        let crosswalk = try world.crosswalk()
        #expect(read["runs"]?.integer == 5)
        #expect(read["entities"]?.integer == Int64(crosswalk.count))
        for part in crosswalk.parts {
            #expect(read["live"]?[part.dataset.name]?.integer == Int64(part.entities.count))
        }
        #expect(read["gone"]?.integer == 3)
        #expect(read["merged"]?.integer == 3)
    }

    /// Neither encodings nor row tokens nor the keys of the store as they are.
    @Test func nothingReadableLeaves() throws {
        try exported()
        let extract = try SpineWorld.extract("late", [Sighting](0..<12, drift: 18))
        var secrets = [Array(extract.tokens[..<16])]
        for row in 0..<12 { secrets.append(unsafe extract.filters.withUnsafeRow(row) { unsafe Array($0) }) }
        for name in try export.names {
            let bytes = Data(try export.read(name))
            for secret in secrets { #expect(bytes.range(of: Data(secret)) == nil, "\(name)") }
        }
        let keys = try export.text("keys.sealed").split(separator: "\n").dropFirst().map { $0.split(separator: " ") }
        #expect(keys.map { String($0[1]) } == ["dataset-0", "dataset-1", "dataset-2", "study-heat", "study-project"])
        for key in keys {
            #expect(throws: SealingError.self) {
                try DataKey.open(Hex.decode(String(key[2])) ?? [], as: world.identity)
            }
        }
    }

    @Test func aWithdrawnDatasetStaysUnreadable() throws {
        _ = try Withdrawal(of: "middle", tokens: [], from: world.open(), as: world.identity).run(
            time: "2026-01-31T00:00:00Z"
        )
        try exported()
        #expect(try !export.text("keys.sealed").contains("dataset-2"))
        let copy = try imported()
        #expect(try copy.datasets().map(\.isWithdrawn) == [false, false, true])
        #expect(try copy.crosswalk(as: other).parts.map(\.entities) == world.crosswalk().parts.map(\.entities))
        let again = try SpineWorld.extract("middle", [Sighting](5..<8), extract: 9)
        #expect(
            try code {
                _ = try Addition(
                    again,
                    role: .contributor,
                    policy: LinkPolicy(),
                    startsWithoutSpine: true,
                    to: copy,
                    as: other
                )
            } == "spine.withdrawn"
        )
    }

    @Test func onlyTheRecipientAndOnlyFromTheSender() throws {
        try exported()
        #expect(try code { _ = try imported(as: world.identity) } == "spine.export")
        #expect(try code { _ = try imported(from: other.card) } == "spine.export")
        #expect(world.folder.names.filter { $0.hasPrefix("imported") }.isEmpty)
        let copy = try imported()
        // The sender's identity opens nothing of the new store.
        #expect(try code { _ = try copy.crosswalk(as: world.identity) } == "sealing.key")
        #expect(try code { _ = try imported() } == "file.exists")
        #expect(try code { try exported() } == "file.exists")
    }

    @Test func anyBitOfAnyFileCounts() throws {
        try exported()
        var random = SplitMix64(seed: 5)
        for name in try export.names {
            let whole = try export.read(name)
            var changed = whole
            let bit = Int.random(in: 0..<8 * min(whole.count, 128), using: &random)
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            try export.write(changed, as: name)
            #expect(try refusal() == "spine.export", "\(name), bit \(bit)")
            try export.write(Array(whole.dropLast(2)), as: name)
            #expect(try refusal() == "spine.export", "\(name)")
            try export.remove(name)
            #expect(try refusal() == "file.open", "\(name)")
            try export.write(whole, as: name)
        }
        #expect(try imported().runs().count == 5)
    }

    /// What a sender may have signed and no store is.
    @Test(arguments: [
        ("\"version\": 1", "\"version\": 2", "manifest.json", "spine.version"),
        ("tessera-spine-export", "something-else", "manifest.json", "spine.export"),
        ("\"runs\": 5", "\"runs\": 4", "manifest.json", "spine.export"),
        ("\"project\": \"towns\"", "\"project\": \"other\"", "manifest.json", "spine.export"),
        ("tables/moved.csv", "tables/../../moved.csv", "manifest.json", "spine.export"),
        ("ledger/000003.txt", "ledger/../lock", "manifest.json", "spine.export"),
        ("tables/decision.csv", "tables/other.csv", "manifest.json", "file.open"),
        ("name,value", "name,values", "tables/setting.csv", "spine.export"),
        ("tessera-spine/1", "tessera-spine/2", "tables/setting.csv", "spine.version"),
        ("\"judge\"", "\"jury\"", "tables/setting.csv", "spine.export"),
        ("early,contributor", "early,nothing", "tables/dataset.csv", "spine.export"),
        ("0,early", "-1,early", "tables/dataset.csv", "spine.export"),
        ("0,early", ",early", "tables/dataset.csv", "spine.export"),
        ("0,early", "7,early", "tables/dataset.csv", "spine.export"),
        ("entities,0", "entities,1", "tables/file.csv", "spine.export"),
        ("2,middle", "2,middle,4", "tables/dataset.csv", "spine.export"),
        (",contributor,0", ",contributor,\"0", "tables/dataset.csv", "spine.export"),
        ("tessera-spine-keys/1", "keys", "keys.sealed", "spine.export"),
        ("dataset-0", "../dataset-0", "keys.sealed", "spine.export"),
        ("dataset-0", "dataset-9", "keys.sealed", "spine.export"),
        ("dataset-", "dataset-1", "keys.sealed", "spine.export"),
    ]) func signedNonsenseIsRefused(old: String, new: String, name: String, expected: String) throws {
        try exported()
        try #require(try export.text(name).contains(old))
        try export.replace(old, new, in: name, signedBy: world.identity)
        #expect(try refusal() == expected)
    }

    @Test func aStoreThatIsDamagedIsNotExported() throws {
        let store = ExportFolder(path: world.path)
        let block = try #require(try store.names.first { $0.hasPrefix("blocks/") })
        var bytes = try store.read(block)
        bytes[bytes.count / 2] ^= 1
        try store.write(bytes, as: block)
        #expect(try code { try exported() } == "spine.damaged")
        #expect(world.folder.names == ["store"])
    }

    /// Told of every piece, and asked whether to go on.
    @Test func stoppedHalfWay() throws {
        var told: [Int] = []
        #expect(
            try code {
                _ = try world.open().export(
                    to: export.path,
                    for: other.card,
                    as: world.identity,
                    time: "2026-02-01T00:00:00Z"
                ) { done, all in
                    told.append(done)
                    return told.count < 5
                }
            } == "interrupted"
        )
        #expect(told.count == 5 && told == told.sorted())
        try exported()
        told = []
        #expect(
            try code {
                _ = try SpineStore.importing(
                    export.path,
                    to: world.folder.file("imported"),
                    from: world.identity.card,
                    as: other
                ) { done, all in
                    told.append(done)
                    return done < all
                }
            } == "interrupted"
        )
        #expect(Set(world.folder.names) == ["store", "export"])
    }
}
