// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Which of many values were there before, in 8 bytes a value: by a hash under a key that only the process has.
///
/// Of ten million values two that differ are taken for one another in one run of 400,000.
struct Fingerprints {
    private var chunks: [[UInt64]] = []
    private static let chunk = 65_536

    mutating func append(_ value: UnsafeRawBufferPointer) {
        var hasher = Hasher()
        unsafe hasher.combine(bytes: value)
        if chunks.last?.count ?? Self.chunk == Self.chunk {
            var next: [UInt64] = []
            next.reserveCapacity(Self.chunk)
            chunks.append(next)
        }
        chunks[chunks.count - 1].append(UInt64(truncatingIfNeeded: hasher.finalize()))
    }

    /// How many values an earlier one equals; forgets all of them.
    mutating func takeRepeats() -> Int {
        var repeats = 0
        var parts = [[UInt64]](repeating: [], count: 256)
        while let chunk = chunks.popLast() { for value in chunk { parts[Int(value >> 56)].append(value) } }
        for part in parts.indices {
            parts[part].sort()
            for index in parts[part].indices.dropFirst() where parts[part][index] == parts[part][index - 1] {
                repeats += 1
            }
        }
        return repeats
    }

    /// The places of two equal values; nil if all differ.
    func firstRepeat() -> (Int, Int)? {
        var parts = [[UInt64]](repeating: [], count: 256)
        for chunk in chunks { for value in chunk { parts[Int(value >> 56)].append(value) } }
        for part in parts.indices {
            parts[part].sort()
            for index in parts[part].indices.dropFirst() where parts[part][index] == parts[part][index - 1] {
                var places: [Int] = []
                for (number, chunk) in chunks.enumerated() {
                    for (place, value) in chunk.enumerated() where value == parts[part][index] {
                        places.append(number * Self.chunk + place)
                    }
                }
                return (places[0], places[1])
            }
        }
        return nil
    }
}
