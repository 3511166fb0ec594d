// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Tables

/// A table of an evaluation, read strictly: what is counted must be whole.
struct InputTable {
    private let path: String
    private let reader: CSVReader
    /// The row that was read last; 1 is the header.
    private var rowNumber = 1

    /// Opens a table in the plain dialect.
    init(path: String) throws(EvaluationError) {
        self.path = path
        do { reader = try CSVReader(path: path, dialect: Dialect()) } catch { throw EvaluationError(passing: error) }
    }

    var names: [String] { reader.header.names }

    /// The indices of columns by name; nil if one is missing.
    func columns(_ wanted: String...) -> [Int]? {
        let found = wanted.compactMap { name in names.firstIndex(of: name) }
        return found.count == wanted.count ? found : nil
    }

    /// The columns of a truth of entities: dataset, record and person; nil for another table.
    var entityColumns: [Int]? {
        columns("agency", "record_id", "person_id") ?? columns("dataset", "record_id", "person_id")
    }

    /// The next row that is not blank, or nil at the end.
    ///
    /// - Throws: what the reader throws; `row.defect` for a row that has other fields than the header.
    mutating func next() throws(EvaluationError) -> CSVRow? {
        while let row = try nextRecord() {
            rowNumber = row.number
            if row.defect != nil { throw fault(.rowDefect) }
            if !row.isBlank { return row }
        }
        return nil
    }

    private func nextRecord() throws(EvaluationError) -> CSVRow? {
        do { return try reader.next() } catch { throw EvaluationError(passing: error) }
    }

    /// The place of the row that was read last.
    private var position: FaultPosition { FaultPosition(file: path, row: rowNumber) }

    /// A fault in one column of that row, or in the header.
    func fault(_ code: EvaluationError.Code, column: Int? = nil) -> EvaluationError {
        var position = position
        position.column = column.map { names[$0] }
        return EvaluationError(code, at: position)
    }
}

extension CSVRow {
    /// A copy of a field's bytes.
    func bytes(_ index: Int) -> [UInt8] { unsafe Array(field(index)) }

    /// A field as text, for numbers and the like.
    func text(_ index: Int) -> String { unsafe String(decoding: field(index), as: UTF8.self) }
}
