// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Files
import TestSupport
import Testing

@Suite struct DiskTests {
    @Test func freeSpaceIsThatOfTheNearestFolder() throws {
        let place = try TemporaryFolder()
        let free = try #require(Disk.free(path: place.path))
        #expect(free > 0)
        // Other processes write meanwhile.
        let below = try #require(Disk.free(path: place.file("none/of/these")))
        #expect(abs(below - free) < max(free / 2, 1 << 20))
        #expect(Disk.free(path: "not-there") != nil)
        #expect(Disk.free(path: "/not/there") != nil)
    }

    @Test func existenceDoesNotDependOnLinks() throws {
        let place = try TemporaryFolder()
        let path = try place.write([1], as: "file")
        #expect(Disk.exists(path) && Disk.exists(place.path) && !Disk.exists(path + "x"))
    }
}
