// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Exchange
import Faults
import Files
import Glibc
import Sealing
import TestSupport
import Testing

/// A small encoding file, damaged in every place: it is refused, whatever the damage.
@Suite struct DamageTests {
    private let fixture: ExchangeFixture
    private let file: [UInt8]

    init() throws {
        fixture = try ExchangeFixture()
        file = try fixture.bytes(of: fixture.write(ExchangeFixture.rows(6, seed: 1)).path)
    }

    @Test func theFileIsOfTheSizeMeant() throws {
        #expect((1200...2048).contains(file.count))
        #expect(try fixture.refusal(of: fixture.folder.file("sealed")) == nil)
    }

    @Test func everyTruncationIsRefused() throws {
        let path = fixture.folder.file("sealed")
        for length in (0..<file.count).reversed() {
            #expect(unsafe truncate(path, length) == 0)
            let error = try fixture.refusal(of: path)
            let code: ExchangeError.Code = length < 8 ? .notTessera : .truncated
            #expect(error?.kind == code, "cut to \(length)")
            #expect(error?.exitCode == (length < 8 ? .notATesseraFile : .damagedFile))
        }
    }

    /// Every one of 8 bits of every byte; the bytes of a lane are those that leave its number by 8.
    @Test(arguments: 0..<8)
    func everyFlippedBitIsRefused(lane: Int) throws {
        let path = try fixture.folder.write(file, as: "lane")
        let descriptor = unsafe open(path, O_WRONLY)
        defer { close(descriptor) }
        var codes: Set<String> = []
        for index in stride(from: lane, to: file.count, by: 8) {
            for bit in 0..<8 {
                let changed = unsafe pwrite(descriptor, [file[index] ^ UInt8(1 << bit)], 1, index)
                try #require(changed == 1)
                let error = try fixture.refusal(of: path)
                #expect(error != nil, "bit \(bit) of byte \(index)")
                codes.insert(error?.code ?? "")
            }
            _ = unsafe pwrite(descriptor, [file[index]], 1, index)
        }
        #expect(try fixture.refusal(of: path) == nil)
        #expect(codes.isSuperset(of: ["exchange.header", "exchange.signature"]))
    }

    @Test(arguments: [1, 17, 64, 1000])
    func trailingBytesAreRefused(count: Int) throws {
        let path = try fixture.folder.write(file + [UInt8](repeating: 0, count: count), as: "longer")
        let error = try fixture.refusal(of: path)
        #expect(error?.kind == .trailing)
        #expect(error?.position?.byte == file.count)
    }

    @Test func twoFilesInOneAreRefused() throws {
        #expect(try fixture.refusal(of: fixture.folder.write(file + file, as: "twice"))?.kind == .trailing)
    }

    @Test func aBodyOfAnotherFileIsRefused() throws {
        let other = try fixture.bytes(of: fixture.write(ExchangeFixture.rows(6, seed: 2), as: "other").path)
        let header = 16 + Int(file[12]) + Int(file[13]) << 8
        for cut in [header + 8, header + 80, header + 104, header + 104 + 117, file.count - 64] {
            let spliced = try fixture.folder.write(Array(file[..<cut] + other[cut...]), as: "spliced-\(cut)")
            #expect(try fixture.refusal(of: spliced)?.kind == .signature)
        }
    }

    @Test func anotherVersionIsNamed() throws {
        var changed = file
        changed[8] = 2
        let error = try fixture.refusal(of: fixture.folder.write(changed, as: "version"))
        #expect(error?.kind == .version)
        #expect(error?.message.contains("version 2") == true)
    }
}
