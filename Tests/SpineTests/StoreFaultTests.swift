// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Linkage
import Sealing
import Spine
import TestSupport
import Testing

/// A store that is damaged, or of parts of several, is refused or found out by name; nothing reads on as if nothing were.
@Suite struct StoreFaultTests {
    let world: SpineWorld
    let store: ExportFolder

    init() throws {
        world = try SpineWorld()
        store = ExportFolder(path: world.path)
        try world.add("spine", [Sighting](0..<6), role: .spine)
        try world.add("jail", [Sighting](0..<3) + [Sighting](3..<6, drift: 20))
        try world.add("clinic", [Sighting](20..<26, drift: 4))
    }

    private var blocks: [String] { get throws { try store.names.filter { $0.hasPrefix("blocks/") } } }
    private var ledger: [String] { get throws { try store.names.filter { $0.hasPrefix("ledger/") } } }

    /// What reading every record, edge and token ends with.
    private func reading() throws -> String? {
        try code {
            let store = try world.open(isChanged: false)
            _ = try store.crosswalk(as: world.identity)
            for name in ["spine", "jail", "clinic"] {
                let extract = try SpineWorld.extract(name, [Sighting](50..<52), extract: 3)
                _ = try Addition(refreshing: extract, in: store, as: world.identity)
            }
        }
    }

    @Test func everyBitOfABlockCounts() throws {
        // The entities of six records: 24 bytes, nonce and tag.
        let name = try #require(try blocks.first { try store.read($0).count == 24 + 40 })
        let whole = try store.read(name)
        for bit in 0..<8 * whole.count {
            var changed = whole
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            try store.write(changed, as: name)
            #expect(try code { _ = try world.crosswalk() } == "spine.damaged", "bit \(bit)")
        }
        let faults = try world.faults()
        #expect(faults.count == 1 && faults[0].hasPrefix("file damaged: \(name.dropFirst("blocks/".count))"))
        try store.write(whole, as: name)
        #expect(try world.faults().isEmpty)
    }

    /// Bits, lengths and absence of every block; an addition on such a store changes nothing.
    @Test func damageOfAnyBlockIsFound() throws {
        let runs = try world.open().runs()
        for name in try blocks {
            let whole = try store.read(name)
            var changed = whole
            changed[whole.count * 2 / 3] ^= 0x10
            for damaged in [changed, Array(whole.dropLast()), whole + [0], [], nil] {
                if let damaged { try store.write(damaged, as: name) } else { try store.remove(name) }
                #expect(try reading() == "spine.damaged", "\(name)")
                let faults = try world.faults()
                #expect(faults.count == 1 && faults[0].contains(name.dropFirst("blocks/".count)), "\(name)")
            }
            try store.write(whole, as: name)
        }
        #expect(try world.open().runs() == runs)
        #expect(try world.faults().isEmpty)
        #expect(try reading() == nil)
    }

    /// Two files of one dataset, one key and one length, each whole in itself.
    @Test func swappedBlocksAreFound() throws {
        for row in 0..<3 {
            try world.refresh("clinic", [Sighting](30 + row..<36 + row, drift: 4), extract: 2 + row)
        }
        // Swept: the tokens of former extracts.
        _ = try world.open()
        let names = try blocks
        var swaps = 0
        for (place, first) in names.enumerated() {
            for second in names[(place + 1)...] where try store.read(first).count == store.read(second).count {
                let (one, two) = (try store.read(first), try store.read(second))
                try store.write(two, as: first)
                try store.write(one, as: second)
                #expect(try reading() == "spine.damaged" || !world.faults().isEmpty)
                #expect(try world.faults().count == 2, "\(first) \(second)")
                try store.write(one, as: first)
                try store.write(two, as: second)
                swaps += 1
            }
        }
        #expect(swaps > 5)
        #expect(try world.faults().isEmpty)
    }

    @Test func theLedgerIsAChain() throws {
        let names = try ledger
        #expect(names.count == 4)
        for (place, name) in names.enumerated() {
            let whole = try store.read(name)
            let lines = String(decoding: whole, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            for line in lines.indices.dropLast() {
                var edited = lines
                edited[line] += "x"
                try store.write(Array(edited.joined(separator: "\n").utf8), as: name)
                let faults = try world.faults()
                #expect(faults.contains("ledger: the file of run \(place + 1) was changed"), "\(name), line \(line)")
                var dropped = lines
                dropped.remove(at: line)
                try store.write(Array(dropped.joined(separator: "\n").utf8), as: name)
                #expect(try world.faults().contains("ledger: the file of run \(place + 1) was changed"))
            }
            try store.write(Array(whole.dropLast()), as: name)
            #expect(try world.faults().contains { $0.contains("the file of run \(place + 1)") })
            try store.remove(name)
            #expect(try world.faults() == ["ledger: the file of run \(place + 1) is missing or cut"])
            try store.write(whole, as: name)
        }
        let (second, third) = (try store.read(names[1]), try store.read(names[2]))
        try store.write(third, as: names[1])
        try store.write(second, as: names[2])
        let faults = try world.faults()
        for run in [2, 3] {
            #expect(faults.contains("ledger: the file of run \(run) was changed"))
            #expect(faults.contains("ledger: the file of run \(run) does not follow the one before it"))
        }
    }

    @Test func keysAreTheirDatasetsOwn() throws {
        let (first, second) = (try store.read("keys/dataset-0.key"), try store.read("keys/dataset-1.key"))
        try store.write(second, as: "keys/dataset-0.key")
        #expect(try code { _ = try world.crosswalk() } == "spine.damaged")
        #expect(try world.faults().count == 1)
        try store.write(first, as: "keys/dataset-0.key")
        // A key of ids is no key of data.
        try store.write(try store.read("keys/study-project.key"), as: "keys/dataset-0.key")
        #expect(try code { _ = try world.crosswalk() }?.hasPrefix("secret.") == true)
        try store.write(Array(first.dropLast(20)), as: "keys/dataset-0.key")
        #expect(try code { _ = try world.crosswalk() }?.hasPrefix("secret.") == true)
        try store.remove("keys/dataset-0.key")
        #expect(try code { _ = try world.crosswalk() } == "secret.open")
        #expect(try world.faults() == ["key missing: dataset-0"])
        let stranger = try Identity.generate(name: "stranger")
        try store.write(first, as: "keys/dataset-0.key")
        #expect(try code { _ = try world.open().crosswalk(as: stranger) } != nil)
    }

    @Test func databasesOfOtherStoresDoNotFit() throws {
        let other = try SpineWorld()
        try other.add("spine", [Sighting](0..<7), role: .spine)
        _ = try world.open()
        try FileManager.default.removeItem(atPath: "\(world.path)/spine.sqlite")
        try FileManager.default.copyItem(atPath: "\(other.path)/spine.sqlite", toPath: "\(world.path)/spine.sqlite")
        #expect(try reading() == "spine.damaged")
        let faults = try world.faults()
        #expect(faults.contains("ledger: the file of run 2 was changed"))
        #expect(faults.contains { $0.hasPrefix("file missing: ") })
    }

    /// Cut anywhere: refused, or found by `verify`; never opened as another store.
    @Test func cutDatabasesAreFound() throws {
        let whole = try store.read("spine.sqlite")
        var found = 0
        for length in Array(stride(from: 1, to: whole.count, by: 1_531)) + [whole.count - 1] {
            let copy = ExportFolder(path: world.folder.file("cut"))
            try FileManager.default.copyItem(atPath: world.path, toPath: copy.path)
            try copy.write(Array(whole.prefix(length)), as: "spine.sqlite")
            do {
                let store = try SpineStore.open(copy.path, isChanged: false)
                #expect(try !Verification(store, isRead: true, as: world.identity).faults.isEmpty, "\(length)")
            } catch let error as SpineError {
                #expect(
                    ["spine.damaged", "spine.version", "spine.database"].contains(error.code),
                    "\(length): \(error.code)"
                )
            }
            found += 1
            try FileManager.default.removeItem(atPath: copy.path)
        }
        #expect(found > 20)
        #expect(try world.faults().isEmpty)
    }

    /// One to three bits anywhere: refused, found, or of no account; whatever is read on, nothing falls over.
    @Test(arguments: [1, 2, 3] as [UInt64]) func flippedBitsOfDatabases(seed: UInt64) throws {
        let whole = try store.read("spine.sqlite")
        var random = SplitMix64(seed: seed)
        var refused = 0
        for round in 0..<60 {
            let copy = ExportFolder(path: world.folder.file("flipped"))
            try FileManager.default.copyItem(atPath: world.path, toPath: copy.path)
            defer { try? FileManager.default.removeItem(atPath: copy.path) }
            var bytes = whole
            for _ in 0...Int.random(in: 0...2, using: &random) {
                // Pages with something in them, and those the more that have more.
                let used = bytes.indices.filter { bytes[$0] != 0 }
                bytes[used[Int.random(in: used.indices, using: &random)]] ^=
                    1 << UInt8.random(in: 0..<8, using: &random)
            }
            try copy.write(bytes, as: "spine.sqlite")
            do {
                let store = try SpineStore.open(copy.path, isChanged: false)
                let faults = try Verification(store, isRead: true, as: world.identity).faults
                if !faults.isEmpty { refused += 1 }
                _ = try store.crosswalk(as: world.identity)
                let ids = try store.ids(of: SpineStore.ownStudy, as: world.identity)
                _ = try store.explain(ids.id(of: 3), study: SpineStore.ownStudy, as: world.identity)
                let extract = try SpineWorld.extract("clinic", [Sighting](20..<23) + [Sighting](0..<2), extract: 3)
                let addition = try Addition(refreshing: extract, in: store, as: world.identity)
                if round.isMultiple(of: 6) {
                    _ = try addition.run(
                        time: "2026-01-03T00:00:00Z",
                        acceptsUnlinked: false,
                        control: RunControl(threads: 1)
                    )
                }
            } catch let error as SpineError {
                #expect(!error.message.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 20, "\(refused)")
    }

    @Test func oneProcessChangesAStoreAtATime() throws {
        let first = try world.open()
        #expect(try code { _ = try world.open() } == "spine.busy")
        #expect(try world.open(isChanged: false).runs().count == 4)
        #expect(first.project == "towns")
    }

    @Test func theSameDatasetTwice() throws {
        #expect(try code { try world.add("jail", [Sighting](0..<3)) } == "spine.dataset")
        #expect(try code { try world.refresh("prison", [Sighting](0..<3)) } == "spine.dataset")
        #expect(
            try code { try world.add("prison", [Sighting](0..<3), policy: LinkPolicy(with: ["school"])) }
                == "spine.dataset"
        )
        _ = try Withdrawal(of: "jail", tokens: [], from: world.open(), as: world.identity).run(
            time: "2026-01-31T00:00:00Z"
        )
        #expect(try code { try world.add("jail", [Sighting](0..<3)) } == "spine.withdrawn")
        #expect(try code { try world.refresh("jail", [Sighting](0..<3)) } == "spine.withdrawn")
        #expect(try world.open().runs().count == 5)
        #expect(try world.faults().isEmpty)
    }

    /// What a process leaves that was killed between writing files and naming them.
    @Test func leftoversAreSwept() throws {
        let names = try store.names
        for name in ["blocks/\(String(repeating: "0", count: 64))", "ledger/000005.txt", "keys/dataset-9.key"] {
            try store.write([1, 2, 3], as: name)
        }
        _ = try world.open(isChanged: false)
        #expect(try store.names.count == names.count + 3)
        _ = try world.open()
        #expect(try store.names.filter { $0 != "lock" } == names.filter { $0 != "lock" })
    }
}
