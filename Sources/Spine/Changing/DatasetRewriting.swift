// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// A dataset's files written anew under a new key, without the content of some records.
struct DatasetRewriting {
    let keyName: String
    private(set) var files: [BlockStore.Entry] = []

    /// Writes the files; they are on disk when this returns, and nothing names them yet.
    ///
    /// - Parameters:
    ///   - rows: records whose presence masks and filters become zeros, and whose tokens, edges and relatives are left out; ascending.
    ///   - run: of the withdrawal, which names the key.
    init(
        _ dataset: SpineDataset,
        without rows: [UInt32],
        run: Int,
        in store: SpineStore,
        as identity: Identity
    ) throws(SpineError) {
        guard let format = try store.format() else { throw .damaged("the store's settings are not whole") }
        let gone = Set(rows)
        let old = try store.key(dataset, as: identity)
        keyName = "dataset-\(dataset.number)-\(run)"
        let key = try store.makeKey(keyName, to: identity)
        for kind in BlockStore.Kind.allCases {
            for file in try store.files(kind, of: dataset.number) {
                let content = try store.blocks.get(file, key: old)
                var bytes = unsafe content.withBytes { unsafe [UInt8]($0) }
                var count = file.rows
                switch kind {
                case .encodings:
                    let (width, rowBytes) = (format.presenceBytes, format.bits / 8)
                    for row in rows where Int(row) >= file.firstRow && Int(row) < file.firstRow + file.rows {
                        let place = Int(row) - file.firstRow
                        bytes.zero(place * width..<(place + 1) * width)
                        let start = file.rows * width + place * rowBytes
                        bytes.zero(start..<start + rowBytes)
                    }
                case .tokens:
                    let kept = (0..<file.rows).filter { !gone.contains(bytes.word(file.rows * 16 + $0 * 4)) }
                    count = kept.count
                    let numbers = file.rows * 16
                    var rest: [UInt8] = []
                    for row in kept { rest += bytes[row * 16..<row * 16 + 16] }
                    for row in kept { rest += bytes[numbers + row * 4..<numbers + row * 4 + 4] }
                    bytes = rest
                case .entities: break
                case .edges:
                    let edges = unsafe bytes.withUnsafeBytes { unsafe Edge.decode([UInt32](littleEndian: $0)) }
                        .filter { edge in
                            ![edge.first, edge.second].contains {
                                $0.dataset == dataset.number && gone.contains(UInt32($0.row))
                            }
                        }
                    count = edges.count
                    let numbers = Edge.encode(edges).map(\.littleEndian)
                    bytes = unsafe numbers.withUnsafeBytes { unsafe [UInt8]($0) }
                case .relations:
                    // A relative's record that goes stays named, as in other datasets' files: by number alone.
                    let relations = unsafe bytes.withUnsafeBytes { unsafe Relation.decode([UInt32](littleEndian: $0)) }
                        .filter { !gone.contains(UInt32($0.row)) }
                    count = relations.count
                    let numbers = Relation.encode(relations).map(\.littleEndian)
                    bytes = unsafe numbers.withUnsafeBytes { unsafe [UInt8]($0) }
                }
                var entry: BlockStore.Entry?
                var failure: SpineError?
                unsafe bytes.withUnsafeBytes { content in
                    do throws(SpineError) {
                        entry = try unsafe store.blocks.put(
                            content,
                            kind,
                            dataset: dataset.number,
                            run: file.run,
                            firstRow: file.firstRow,
                            rows: count,
                            key: key
                        )
                    } catch {
                        failure = error
                    }
                }
                if let failure { throw failure }
                if let entry { files.append(entry) }
            }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func zero(_ range: Range<Int>) {
        for place in range { self[place] = 0 }
    }

    /// Four bytes as a little-endian number.
    fileprivate func word(_ place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(self[place + $1]) << (8 * UInt32($1)) }
    }
}
