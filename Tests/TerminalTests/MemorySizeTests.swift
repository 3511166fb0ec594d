// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Terminal
import Testing

@Suite struct MemorySizeTests {
    @Test(arguments: [
        ("1", 1), ("1500000000", 1_500_000_000), ("512M", 536_870_912), ("4G", 4_294_967_296), ("64k", 65_536),
        ("1T", 1_099_511_627_776), ("4194304T", 1 << 62),
    ])
    func sizesAreRead(text: String, bytes: Int) {
        #expect(MemorySize(text)?.bytes == bytes)
    }

    @Test(arguments: [
        "", "0", "0G", "G", "5X", "-1", "+1", "1.5G", "1 G", "4GB", "4194305T", "99999999999999999999", "٣G",
    ])
    func otherTextIsRefused(text: String) {
        #expect(MemorySize(text) == nil)
    }

    @Test func availableMemoryIsThatOfTheMachineOrOfTheControlGroup() {
        let meminfo = "MemTotal:       24674488 kB\nMemFree:         1024 kB\nMemAvailable:    2097152 kB\n"
        #expect(SystemMemory.available(meminfo: meminfo, limit: nil, used: nil) == 2 << 30)
        #expect(SystemMemory.available(meminfo: meminfo, limit: "max\n", used: "4096\n") == 2 << 30)
        #expect(SystemMemory.available(meminfo: meminfo, limit: "1073741824\n", used: "73741824\n") == 1_000_000_000)
        #expect(SystemMemory.available(meminfo: meminfo, limit: "1000\n", used: "2000\n") == 0)
        #expect(SystemMemory.available(meminfo: nil, limit: nil, used: nil) == 1 << 30)
        #expect(SystemMemory.available() > 0)
    }

    @Test func countsAreShortened() {
        let expected = [
            (0, "0"), (999, "999"), (1_000, "1.0 k"), (12_345, "12.3 k"), (999_949, "999 k"), (5_340_000_000, "5.3 G"),
            (1_000_000_000_000_000, "1.0 P"),
        ]
        for (number, text) in expected { #expect(Quantities.short(number) == text) }
    }
}
