// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Encoding
internal import EncodingKeys
internal import Files
internal import Glibc
internal import Schemas
internal import Tables

/// Encoding alone, from the fields of records in memory to rows: the answer checked first, then the time.
///
/// The records are a table's, read before; the encoder has its usual memory, and has seen all of them once.
struct EncodeBenchmark {
    /// Rows that are checked, and whose tokens are counted.
    private static let checkedRows = 1_000
    private static let repetitions = 5

    private let schema: LinkageSchema
    private let records: FieldBytes

    /// Reads `arguments`: TABLE SCHEMA; every row must have all columns that the schema names.
    init?(_ arguments: [String]) throws {
        guard arguments.count == 2 else { return nil }
        schema = try LinkageSchema.parse(InputFile(path: arguments[1]).readAll(limit: SchemaLimits.documentBytes))
        records = try FieldBytes(table: arguments[0], columns: schema.features.map(\.column))
    }

    /// Prints the records, their mean number of different tokens, and the median seconds of one core.
    ///
    /// - Returns: whether the checked rows are those of an encoder that remembers nothing.
    func run() throws -> Bool {
        let keys = try SchemaKeys(projectKey: .generate(project: "bench"), fingerprint: schema.fingerprint)
        let encoder = try RecordEncoder(schema: schema, keys: keys)
        _ = encodeAll(encoder)
        let plain = try RecordEncoder(schema: schema, keys: keys, budget: .init(values: 0, tokens: 0))
        guard (0..<min(Self.checkedRows, records.count)).allSatisfy({ row(encoder, $0) == row(plain, $0) }) else {
            print("wrong rows among the first \(Self.checkedRows)")
            return false
        }
        let times = (0..<Self.repetitions).map { _ in encodeAll(encoder) }.sorted()
        print("records=\(records.count) tokens=\(meanTokens) seconds=\(times[times.count / 2])")
        return true
    }

    /// Encodes every record into the same memory; returns the seconds of the processor that it took.
    private func encodeAll(_ encoder: RecordEncoder) -> Double {
        let row = UnsafeMutableRawBufferPointer.allocate(byteCount: encoder.rowBytes, alignment: 64)
        defer { unsafe row.deallocate() }
        let start = Self.seconds()
        for index in 0..<records.count {
            _ = unsafe encoder.encode(fields: { unsafe records.field($0, of: index) }, into: row)
        }
        return Self.seconds() - start
    }

    /// One row; nil if the record gives none.
    private func row(_ encoder: RecordEncoder, _ index: Int) -> [UInt8]? {
        var row = [UInt8](repeating: 0, count: encoder.rowBytes)
        let outcome = unsafe row.withUnsafeMutableBytes { row in
            unsafe encoder.encode(fields: { unsafe records.field($0, of: index) }, into: row)
        }
        return outcome == .encoded ? row : nil
    }

    private var meanTokens: Double {
        let count = min(Self.checkedRows, records.count)
        var tokens = 0
        for (number, feature) in schema.features.enumerated() {
            let normaliser = FieldNormaliser(feature)
            let tokeniser = FieldTokeniser(feature.tokens)
            var text: [UInt8] = []
            for index in 0..<count
            where unsafe normaliser.normalise(records.field(number, of: index), into: &text) == nil {
                tokens += tokeniser.tokens(of: text).count
            }
        }
        return Double(tokens) / Double(count)
    }

    private static func seconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}

/// Some columns of a table, back to back in memory.
@safe
final class FieldBytes {
    /// Of records.
    let count: Int
    private let columns: Int
    private let bytes: UnsafeMutableRawBufferPointer
    /// Where each field begins, and at last where they end.
    private let starts: UnsafeMutableBufferPointer<Int>

    init(table: String, columns names: [String]) throws {
        let reader = try CSVReader(path: table, dialect: Dialect())
        let places = try names.map { try reader.header.index(of: $0) }
        var bytes: [UInt8] = []
        var starts = [0]
        while let row = try reader.next() {
            guard row.defect == nil, !row.isBlank else { continue }
            for place in places {
                unsafe bytes.append(contentsOf: row.field(place))
                starts.append(bytes.count)
            }
        }
        columns = names.count
        count = (starts.count - 1) / names.count
        unsafe self.bytes = .allocate(byteCount: bytes.count, alignment: 1)
        unsafe self.bytes.copyBytes(from: bytes)
        unsafe self.starts = .allocate(capacity: starts.count)
        _ = unsafe self.starts.initialize(from: starts)
    }

    deinit {
        unsafe bytes.deallocate()
        unsafe starts.deallocate()
    }

    @inline(__always)
    func field(_ column: Int, of record: Int) -> UnsafeRawBufferPointer {
        let place = record &* columns &+ column
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[starts[place]..<starts[place &+ 1]])
    }
}
