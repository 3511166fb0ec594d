// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files

/// Six-field people for timing an encoder: names at their frequency in a given table, one name in ten with a typing error,
/// so that distinct names never end.
struct InventedPeople {
    private let given: [String]
    private let family: [String]

    /// Reads the columns first_name and last_name of a table without quotes.
    init?(namesFrom path: String) {
        guard let bytes = try? InputFile(path: path).readAll(limit: 1 << 26) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false),
            let first = header.firstIndex(of: "first_name"), let last = header.firstIndex(of: "last_name")
        else { return nil }
        let rows = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        given = rows.compactMap { $0.count > last && !$0[first].isEmpty ? String($0[first]) : nil }
        family = rows.compactMap { $0.count > last && !$0[last].isEmpty ? String($0[last]) : nil }
    }

    /// Writes `record_id,first_name,last_name,dob,sex,zip,ssn4`; the same bytes for the same number of rows.
    func write(rows: Int) throws {
        let output = try OutputFile(path: "/dev/stdout")
        var random = Generator(state: 0x7E55_E8A0)
        var text: [UInt8] = Array("record_id,first_name,last_name,dob,sex,zip,ssn4\n".utf8)
        for row in 0..<rows {
            append(digits: row, width: 9, to: &text)
            text.append(0x2C)
            append(name: given[random.below(given.count)], to: &text, &random)
            text.append(0x2C)
            append(name: family[random.below(family.count)], to: &text, &random)
            text.append(0x2C)
            append(digits: 1930 + random.below(85), width: 4, to: &text)
            text.append(0x2D)
            append(digits: 1 + random.below(12), width: 2, to: &text)
            text.append(0x2D)
            append(digits: 1 + random.below(28), width: 2, to: &text)
            text.append(contentsOf: random.below(2) == 0 ? [0x2C, 0x46, 0x2C] : [0x2C, 0x4D, 0x2C])
            append(digits: 1001 + random.below(random.below(1790) + 1), width: 5, to: &text)
            text.append(0x2C)
            append(digits: random.below(10_000), width: 4, to: &text)
            text.append(0x0A)
            if text.count > 1 << 20 {
                try output.write(text)
                text.removeAll(keepingCapacity: true)
            }
        }
        try output.write(text)
        try output.commit()
    }

    private func append(name: String, to text: inout [UInt8], _ random: inout Generator) {
        let start = text.count
        text.append(contentsOf: name.utf8)
        let place = start + random.below(name.utf8.count)
        // A letter beyond ASCII has several bytes; those names stay as they are.
        if random.below(10) == 0, text[place] < 0x80 { text[place] = UInt8(0x61 + random.below(26)) }
    }

    private func append(digits number: Int, width: Int, to text: inout [UInt8]) {
        var scale = 1
        for _ in 1..<width { scale *= 10 }
        while scale > 0 {
            text.append(UInt8(0x30 + number / scale % 10))
            scale /= 10
        }
    }
}
