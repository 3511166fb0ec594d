// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Faults
import Files
import Glibc
import Sealing
import TestSupport
import Testing

@Suite struct SpillFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func blocksComeBackInAnyOrder(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let spill = try SpillFile(beside: folder.file("output"))
        let contents = (0..<20).map { _ in
            (0..<Int.random(in: 1...3000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let blocks = try contents.map { bytes in try unsafe bytes.withUnsafeBytes { try unsafe spill.append($0) } }
        for index in contents.indices.shuffled(using: &random) {
            #expect(blocks[index].count == contents[index].count)
            #expect(try content(of: blocks[index], in: spill) == contents[index])
        }
    }

    @Test func theFileHasNoNameAndShowsNothing() throws {
        let spill = try SpillFile(beside: folder.file("output"))
        let secret = Array("a row that must not be read from the disk".utf8)
        let row = Array(repeating: secret, count: 50).flatMap { $0 }
        _ = try unsafe row.withUnsafeBytes { try unsafe spill.append($0) }
        _ = try unsafe row.withUnsafeBytes { try unsafe spill.append($0) }
        let onDisk = try OpenFiles.nameless(in: folder.path).map { try OpenFiles.content(of: $0) }
        let bytes = try #require(onDisk.first)
        #expect(onDisk.count == 1 && bytes.count == 2 * (row.count + 16))
        for start in stride(from: 0, to: secret.count - 4, by: 4) {
            #expect(!bytes.contains(Array(secret[start..<start + 4])))
        }
        // Equal blocks look different.
        #expect(bytes.prefix(bytes.count / 2) != bytes.suffix(bytes.count / 2))
        let names = try OpenFiles.names(in: folder.path)
        #expect(names.isEmpty)
    }

    @Test func noFileIsMadeBeforeTheFirstBlock() throws {
        let spill = try SpillFile(beside: folder.file("output"))
        #expect(try OpenFiles.nameless(in: folder.path).isEmpty)
        withExtendedLifetime(spill) {}
    }

    @Test func aDiskThatGivesBackSomethingElseIsNoticed() throws {
        let spill = try SpillFile(beside: folder.file("output"))
        let block = try unsafe [UInt8](repeating: 7, count: 100).withUnsafeBytes { try unsafe spill.append($0) }
        let descriptor = try #require(try OpenFiles.nameless(in: folder.path).first)
        let changed = unsafe pwrite(descriptor, [UInt8(0xFF), 0xFF], 2, 50)
        #expect(changed == 2)
        let error = #expect(throws: SealingError.self) { try content(of: block, in: spill) }
        #expect(error?.kind == .spill)
        #expect(error?.exitCode == .inputOutput)
    }

    @Test func aFolderThatTakesNoFileIsAnInputOutputFault() throws {
        let spill = try SpillFile(beside: folder.file("absent/output"))
        let error = #expect(throws: SealingError.self) {
            try unsafe [UInt8(1)].withUnsafeBytes { try unsafe spill.append($0) }
        }
        #expect(error?.kind == .spill)
        #expect(error?.exitCode == .inputOutput)
    }

    private func content(of block: SpillFile.Block, in spill: SpillFile) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: block.count)
        try unsafe bytes.withUnsafeMutableBytes { try unsafe spill.read(block, into: $0) }
        return bytes
    }
}
