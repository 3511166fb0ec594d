// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
internal import GRDB

/// The store's database as CSV tables: a header with the columns' names, numbers in decimal digits, an empty field where there is none.
enum DatabaseTables {
    private static let greatestBytes = 1 << 30

    /// The names of all tables.
    static func names(_ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT name FROM sqlite_master
                WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations' ORDER BY name
                """
        )
    }

    /// Writes a table in the order of its primary key.
    static func write(_ table: String, of database: Database, to path: String) throws {
        let file = try OutputFile(path: path, mode: 0o600)
        try file.write(CommaSeparated.line(database.columns(in: table).map(\.name)))
        let order = try database.primaryKey(table).columns.joined(separator: ", ")
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM \(table) ORDER BY \(order)")
        while let row = try rows.next() {
            let fields = try row.map { _, value in
                switch value.storage {
                case .null: ""
                case .int64(let number): String(number)
                case .string(let text): text
                case .double, .blob: throw SpineError.damaged("a value of the store's database is of another kind")
                }
            }
            try file.write(CommaSeparated.line(fields))
        }
        try file.commit()
    }

    /// Fills an empty table.
    ///
    /// - Parameter change: may replace a record's values.
    /// - Throws: `spine.export` if the columns are others, or a value is none of its column; `file.open`, `file.read`.
    static func read(
        _ table: String,
        of database: Database,
        from path: String,
        change: (inout [String]) -> Void
    ) throws {
        let columns = try database.columns(in: table)
        guard let records = CommaSeparated.records(try InputFile(path: path).readAll(limit: greatestBytes)) else {
            throw SpineError.export("a table is not whole", file: path)
        }
        guard records.first?.fields == columns.map(\.name) else {
            throw SpineError.export("a table has other columns than this version of Tessera knows", file: path)
        }
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let statement = try database.makeStatement(sql: "INSERT INTO \(table) VALUES (\(marks))")
        for (line, content) in records.dropFirst() {
            var fields = content
            guard fields.count == columns.count else {
                throw SpineError.export("line \(line) of a table is not whole", file: path)
            }
            change(&fields)
            var values: [DatabaseValue] = []
            for (column, field) in zip(columns, fields) {
                guard let value = column.value(field) else {
                    throw SpineError.export("line \(line) of a table has no valid \(column.name)", file: path)
                }
                values.append(value)
            }
            try statement.execute(arguments: StatementArguments(values))
        }
    }
}

extension ColumnInfo {
    /// A field's value; nil if it is none of this column, such as a negative number.
    fileprivate func value(_ field: String) -> DatabaseValue? {
        guard type == "INTEGER" else { return field.databaseValue }
        if field.isEmpty, !isNotNull, primaryKeyIndex == 0 { return .null }
        return Int64(field).flatMap { $0 >= 0 ? $0.databaseValue : nil }
    }
}
