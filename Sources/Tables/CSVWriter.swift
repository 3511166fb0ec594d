// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Files

/// Writes a table, quoting only where RFC 4180 needs it; records end with LF.
package struct CSVWriter {
    private let output: OutputFile
    private let dialect: Dialect
    private var record: [UInt8] = []
    private var fieldCount = 0

    /// Writes to an output, which the caller commits.
    package init(to output: OutputFile, dialect: Dialect = Dialect()) {
        self.output = output
        self.dialect = dialect
    }

    /// Writes one record.
    package mutating func write(_ fields: [String]) throws(FileError) {
        for field in fields { append(field) }
        try endRecord()
    }

    /// Adds a field to the record as UTF-8.
    package mutating func append(_ field: String) {
        var field = field
        field.withUTF8 { unsafe append(UnsafeRawBufferPointer($0)) }
    }

    /// Adds a field to the record.
    package mutating func append(_ field: UnsafeRawBufferPointer) {
        if fieldCount > 0 { record.append(dialect.delimiter) }
        fieldCount += 1
        guard unsafe needsQuotes(field) else { return unsafe record.append(contentsOf: field) }
        record.append(dialect.quote)
        for index in 0..<field.count {
            let byte = unsafe field[index]
            if byte == dialect.quote { record.append(byte) }
            record.append(byte)
        }
        record.append(dialect.quote)
    }

    /// Ends the record and hands it to the output.
    package mutating func endRecord() throws(FileError) {
        // One empty field would read as a blank line.
        if fieldCount == 1 && record.isEmpty { record = [dialect.quote, dialect.quote] }
        record.append(RecordSplitter.lineFeed)
        try output.write(record)
        record.removeAll(keepingCapacity: true)
        fieldCount = 0
    }

    private func needsQuotes(_ field: UnsafeRawBufferPointer) -> Bool {
        if dialect.initialSpace, unsafe field.first == 0x20 { return true }
        return unsafe field.contains {
            $0 == dialect.delimiter || $0 == dialect.quote || $0 == RecordSplitter.lineFeed
                || $0 == RecordSplitter.carriageReturn
        }
    }
}
