// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files

/// Rows of another tool's files, one after the other.
package enum ForeignFile {
    /// Where the columns of a delimited file are, by name or, without a header, by number from 1.
    package struct Columns: Sendable {
        package var vector: String
        package var id: String?
        /// The column that says whose the row is.
        package var source: String?
        /// Only rows of this source are taken; nil: all, and they must be of one.
        package var wanted: String?
        package var delimiter = UInt8(ascii: ",")
        package var hasHeader = true

        package init(vector: String, id: String? = nil, source: String? = nil, wanted: String? = nil) {
            self.vector = vector
            self.id = id
            self.source = source
            self.wanted = wanted
        }
    }

    /// Reads CLK JSON, or a file of blocks; gives what the document was.
    ///
    /// - Throws: as `AnonlinkUploadParser`, with the file; what the sink throws.
    package static func readJSON(
        _ path: String,
        _ parser: AnonlinkUploadParser,
        to sink: inout some AnonlinkUploadSink
    ) throws(ExchangeError) -> AnonlinkUploadParser.Summary {
        var parser = parser
        let input = try open(path)
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        do throws(ExchangeError) {
            while true {
                let count = try input.read(into: &chunk, from: 0)
                if count == 0 { return try parser.finish() }
                var failure: ExchangeError?
                unsafe chunk.withUnsafeBytes { bytes in
                    do throws(ExchangeError) {
                        try unsafe parser.feed(UnsafeRawBufferPointer(rebasing: bytes[..<count]), to: &sink)
                    } catch {
                        failure = error
                    }
                }
                if let failure { throw failure }
            }
        } catch {
            throw error.position?.file == nil ? error.at(path) : error
        }
    }

    /// Reads vectors that follow each other without anything between them.
    ///
    /// - Throws: `foreign.vector.length` if the file is no whole number of them; `file.open`, `file.read`.
    package static func readBinary(
        _ path: String,
        _ vectors: ForeignVectors,
        to row: (_ vector: UnsafeRawBufferPointer) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        let size = vectors.bits / 8
        let input = try open(path)
        var chunk = [UInt8](repeating: 0, count: max(1, (1 << 18) / size) * size)
        var filled = 0
        while true {
            let count = try input.read(into: &chunk, from: filled)
            filled += count
            guard filled == chunk.count || count == 0 else { continue }
            guard filled % size == 0 else {
                throw ExchangeError.foreign(
                    .foreignLength,
                    "the file is no whole number of vectors of \(size) bytes",
                    remedy: "give the length of a vector in bits as --length"
                ).at(path)
            }
            if vectors.bitOrder == .lsb { for index in 0..<filled { chunk[index] = chunk[index].bitsReversed } }
            for start in stride(from: 0, to: filled, by: size) { try unsafe pass(chunk[start..<start + size], to: row) }
            if count == 0 { return }
            filled = 0
        }
    }

    /// Reads a file of delimited text.
    ///
    /// - Parameter row: the vector and the id, which is the row's number from 0 where no column holds one.
    /// - Throws: `foreign.column`, `foreign.row.fields`, `foreign.row.source`, as `DelimitedReader` and `ForeignVectors.vector`,
    ///   with the file and the record.
    package static func readDelimited(
        _ path: String,
        _ vectors: ForeignVectors,
        _ columns: Columns,
        to row: (_ vector: UnsafeRawBufferPointer, _ id: ArraySlice<UInt8>?) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        let reader = try DelimitedReader(path: path, delimiter: columns.delimiter)
        guard try reader.next() else { throw reader.fault(.foreignColumn, "the file is empty") }
        let count = reader.fieldCount
        let places = try Places(columns, reader)
        if columns.hasHeader, !(try reader.next()) { return }
        var source = columns.wanted.map { Array($0.utf8) }
        repeat {
            guard reader.fieldCount == count else {
                throw reader.fault(.foreignFields, "the record has not \(count) fields, as the first one")
            }
            if let place = places.source {
                let own = reader.field(place)
                if columns.wanted != nil, !own.elementsEqual(source ?? []) { continue }
                guard own.elementsEqual(source ?? Array(own)) else {
                    throw reader.fault(.foreignSource, "the record is of another source than the first one")
                }
                source = Array(own)
            }
            let vector: [UInt8]
            do { vector = try vectors.vector(reader.field(places.vector)) } catch {
                throw error.inRow(reader.number, of: path)
            }
            try unsafe pass(vector[...]) { (bytes) throws(ExchangeError) in
                try unsafe row(bytes, places.id.map(reader.field))
            }
        } while try reader.next()
    }

    /// Places of the columns.
    private struct Places {
        var vector: Int
        var id: Int?
        var source: Int?

        init(_ columns: Columns, _ reader: DelimitedReader) throws(ExchangeError) {
            func place(_ name: String, _ option: String) throws(ExchangeError) -> Int {
                if columns.hasHeader {
                    let matches = (0..<reader.fieldCount).filter { reader.field($0).elementsEqual(name.utf8) }
                    if matches.count == 1 { return matches[0] }
                } else if let number = Int(name), (1...reader.fieldCount).contains(number) {
                    return number - 1
                }
                throw reader.fault(
                    .foreignColumn,
                    columns.hasHeader
                        ? "not one column has the name given as \(option)"
                        : "\(option) is no number of a column, from 1"
                )
            }
            vector = try place(columns.vector, "--vector-column")
            if let name = columns.id { id = try place(name, "--id-column") }
            if let name = columns.source { source = try place(name, "--source-column") }
        }
    }

    private static func open(_ path: String) throws(ExchangeError) -> InputFile {
        do { return try InputFile(path: path) } catch { throw ExchangeError(error) }
    }

    private static func pass(
        _ bytes: ArraySlice<UInt8>,
        to row: (UnsafeRawBufferPointer) throws(ExchangeError) -> Void
    ) throws(ExchangeError) {
        var failure: ExchangeError?
        unsafe bytes.withUnsafeBytes { bytes in
            do throws(ExchangeError) { try unsafe row(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
