// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Files
internal import Linkage
internal import Sealing

/// Blocks that were given from outside: a file for each agency with the lines `TOKEN,BLOCK`.
///
/// The first line is `token,block`; a token is the 32 hexadecimal digits of a row, a block 1 to 64 characters of `A-Z a-z 0-9 . _ -`.
/// A row may have several lines, and rows without one are compared with nobody. Blocks of one name are one block.
struct BlockFiles {
    /// For each agency the path of its file.
    let paths: [String: String]

    /// Reads `AGENCY=PATH` arguments.
    init(_ arguments: [String], agencies: [String]) throws(LinkerError) {
        var paths: [String: String] = [:]
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, agencies.contains(parts[0]), paths[parts[0]] == nil else { throw .blockOption }
            paths[parts[0]] = parts[1]
        }
        guard paths.count == agencies.count else { throw .blockOption }
        self.paths = paths
    }

    init(paths: [String: String]) { self.paths = paths }

    /// The blocks of each dataset, in the order of the datasets.
    func indexes(for datasets: [LinkageDataset]) throws -> [BlockIndex] {
        var entries: [[(row: UInt32, block: String)]] = []
        for dataset in datasets { entries.append(try Self.entries(of: dataset, path: paths[dataset.name] ?? "")) }
        let names = Set(entries.flatMap { $0.map(\.block) }).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, UInt32($0)) })
        return zip(datasets, entries).map { dataset, entries in
            BlockIndex(
                rows: dataset.rows,
                entries: entries.map { BlockIndex.Entry(row: $0.row, block: numbers[$0.block] ?? 0) }
            )
        }
    }

    private static func entries(of dataset: LinkageDataset, path: String) throws -> [(row: UInt32, block: String)] {
        guard let index = TokenIndex(tokens: dataset.tokens) else { throw LinkerError.blockLine(path, 0) }
        var entries: [(row: UInt32, block: String)] = []
        var number = 0
        try forEachLine(of: path) { line in
            number += 1
            if number == 1 {
                guard line.elementsEqual("token,block".utf8) else { throw LinkerError.blockLine(path, 1) }
                return
            }
            guard line.count >= 34, line.count <= 97, line[line.startIndex + 32] == UInt8(ascii: ","),
                let bytes = Hex.decode(String(decoding: line.prefix(32), as: UTF8.self)),
                line.dropFirst(33).allSatisfy(\.isNameByte), let row = index.row(of: bytes.rowToken(at: 0))
            else { throw LinkerError.blockLine(path, number) }
            entries.append((UInt32(row), String(decoding: line.dropFirst(33), as: UTF8.self)))
        }
        return entries
    }

    /// Calls `body` with each line, without its end.
    private static func forEachLine(of path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
        let file = try InputFile(path: path)
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        var rest: [UInt8] = []
        while true {
            let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            if count == 0 { break }
            rest += chunk[..<count]
            var start = 0
            while let end = rest[start...].firstIndex(of: 0x0A) {
                try body(rest[start..<end].last == 0x0D ? rest[start..<end - 1] : rest[start..<end])
                start = end + 1
            }
            rest.removeFirst(start)
        }
        if !rest.isEmpty { try body(rest[...]) }
    }
}

extension UInt8 {
    /// Whether this may stand in the name of a party, project or block.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
