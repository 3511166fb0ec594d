// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Glibc
import Sealing
import TestSupport
import Testing

@Suite struct SealedKeyFileTests {
    private let folder: TemporaryFolder
    private let keeper: Identity

    init() throws {
        folder = try TemporaryFolder()
        keeper = try Identity.generate(name: "unit")
    }

    private var path: String { folder.file("a.key") }

    private func code(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return (error as? SealingError)?.code }
        return nil
    }

    @Test func keysComeBackFromTheirFiles() throws {
        let ids = try IDCipher.random()
        try ids.save(path: path, to: keeper.card)
        #expect(try InputFile(path: path).mode == 0o600)
        #expect(try IDCipher.load(path: path, as: keeper).id(of: 77) == ids.id(of: 77))
        #expect(try IDCipher.open(ids.sealed(to: keeper.card), as: keeper).id(of: 77) == ids.id(of: 77))

        let key = try DataKey.random()
        let block = try unsafe [UInt8]([1, 2, 3]).withUnsafeBytes { try unsafe key.encrypt($0, binding: []) }
        try key.save(path: folder.file("b.key"), to: keeper.card)
        for again in [
            try DataKey.load(path: folder.file("b.key"), as: keeper),
            try DataKey.open(key.sealed(to: keeper.card), as: keeper),
        ] {
            var plain: [UInt8] = [0, 0, 0]
            try unsafe block.withUnsafeBytes { block in
                try unsafe plain.withUnsafeMutableBytes { try unsafe again.decrypt(block, binding: [], into: $0) }
            }
            #expect(plain == [1, 2, 3])
        }
    }

    @Test func aKeyIsItsKeepersAlone() throws {
        let other = try Identity.generate(name: "unit")
        try IDCipher.random().save(path: path, to: keeper.card)
        #expect(code { _ = try IDCipher.load(path: path, as: other) } == "sealing.key")
        let sealed = try DataKey.random().sealed(to: keeper.card)
        #expect(sealed.count == 80)
        #expect(code { _ = try DataKey.open(sealed, as: other) } == "sealing.key")
        for changed in [Array(sealed.dropLast()), sealed + [0], [], [sealed[0] ^ 1] + sealed.dropFirst()] {
            #expect(code { _ = try DataKey.open(changed, as: keeper) } == "sealing.key")
        }
        let noCard = PartyCard(name: "x", signKey: [], sealKey: [])
        #expect(code { _ = try DataKey.random().sealed(to: noCard) } == "sealing.streamKey")
    }

    @Test func aFileIsRefusedThatIsAnotherKindOrOpenToOthers() throws {
        try DataKey.random().save(path: path, to: keeper.card)
        #expect(code { _ = try IDCipher.load(path: path, as: keeper) } == "secret.kind")
        #expect(code { _ = try Identity.load(path: path) } == "secret.kind")
        #expect(unsafe chmod(path, 0o640) == 0)
        #expect(code { _ = try DataKey.load(path: path, as: keeper) } == "secret.mode")
        #expect(code { _ = try DataKey.load(path: folder.file("none"), as: keeper) } == "secret.open")
    }

    @Test func aKeyIsNeverOverwritten() throws {
        let ids = try IDCipher.random()
        try ids.save(path: path, to: keeper.card)
        #expect(code { try IDCipher.random().save(path: path, to: keeper.card) } == "secret.exists")
        #expect(try IDCipher.load(path: path, as: keeper).id(of: 1) == ids.id(of: 1))
    }

    @Test func aDestroyedKeyIsGoneAndItsBytesAreZeros() throws {
        try DataKey.random().save(path: path, to: keeper.card)
        // Whoever had the file open still has its blocks: what is in them now is what the disk has.
        let witness = try InputFile(path: path)
        let size = try #require(witness.size)
        try SealedKeyFile.destroy(path: path)
        #expect(!Disk.exists(path))
        #expect(try witness.readAll(limit: 1 << 16) == [UInt8](repeating: 0, count: size))
        try SealedKeyFile.destroy(path: path)
        try SealedKeyFile.destroy(path: folder.file("none"))
    }

    @Test func onlyAFileIsDestroyed() throws {
        let kept = try folder.write([1, 2, 3], as: "kept")
        #expect(unsafe symlink(kept, path) == 0)
        for path in [path, folder.path, "/dev/null"] {
            #expect(code { try SealedKeyFile.destroy(path: path) } == "file.destroy")
        }
        #expect(try InputFile(path: kept).readAll(limit: 10) == [1, 2, 3])
    }
}
