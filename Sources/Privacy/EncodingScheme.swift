// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
package import Encoding
package import EncodingKeys
package import Schemas

/// A way of encoding people that can be attacked: what its rows are compared by, and how to make them under any key.
package struct EncodingScheme: Sendable {
    /// For a report.
    package let name: String
    /// What its rows are made to be compared by.
    package let measure: SimilarityMeasure
    /// m, if a bit is the parity of m majorities.
    package let majorities: Int?
    /// Whether votes are centred on token frequencies.
    package let isCentred: Bool
    private let make: @Sendable (ProjectKey) throws(PrivacyError) -> RowEncoder

    /// Encodes one person after the other under one key.
    struct RowEncoder {
        let encoder: RecordEncoder
        /// What becomes of the vectors of a row, side by side without the presence mask; nil: nothing.
        let transform: ((_ filter: [UInt8], _ place: Int) -> [UInt8])?
        /// Bits of a row that comes out.
        let bits: Int
    }

    init(
        name: String,
        measure: SimilarityMeasure,
        majorities: Int? = nil,
        isCentred: Bool = false,
        make: @escaping @Sendable (ProjectKey) throws(PrivacyError) -> RowEncoder
    ) {
        self.name = name
        self.measure = measure
        self.majorities = majorities
        self.isCentred = isCentred
        self.make = make
    }

    /// What agencies make under a linkage schema: all vectors of a record, side by side.
    package init(_ schema: LinkageSchema, name: String? = nil) {
        let majority = schema.profile.majority
        let bits = schema.vectors.reduce(0) { $0 + $1.bits }
        self.init(
            name: name ?? schema.profile.rawValue,
            measure: majority == nil ? .dice : .hamming,
            majorities: majority?.votes,
            isCentred: majority != nil && schema.features.contains { $0.centre != .none },
            make: { key throws(PrivacyError) in
                RowEncoder(encoder: try .under(key, schema), transform: nil, bits: bits)
            }
        )
    }

    /// Encodes people of a sample under a key.
    ///
    /// - Throws: `key.library`, `vectors.memory`.
    package func encode(
        _ people: [Int],
        of sample: PeopleSample,
        under key: ProjectKey
    ) throws(PrivacyError) -> FilterMatrix {
        let rows = try make(key)
        let filters: FilterMatrix
        do throws(BitVectorError) {
            filters = try FilterMatrix(rows: people.count, bits: rows.bits)
        } catch { throw PrivacyError(error) }
        let mask = rows.encoder.schema.presenceBytes
        unsafe sample.encode(people, with: rows.encoder) { place, row in
            unsafe filters.withUnsafeMutableRow(place) { target in
                let vectors = unsafe UnsafeRawBufferPointer(rebasing: row[mask...])
                if let transform = rows.transform {
                    unsafe target.copyBytes(from: transform(Array(vectors), place))
                } else {
                    unsafe target.copyMemory(from: vectors)
                }
            }
        }
        return filters
    }

    /// A key that nobody else has.
    package static func randomKey() throws(PrivacyError) -> ProjectKey {
        do throws(KeyError) { return try ProjectKey.generate(project: "attack") } catch { throw PrivacyError(error) }
    }
}

extension RecordEncoder {
    /// The encoder of agencies that hold this key.
    static func under(_ key: ProjectKey, _ schema: LinkageSchema) throws(PrivacyError) -> RecordEncoder {
        let keys: SchemaKeys
        do throws(KeyError) {
            keys = try SchemaKeys(projectKey: key, fingerprint: schema.fingerprint)
        } catch { throw PrivacyError(error) }
        do throws(EncodingError) {
            return try RecordEncoder(schema: schema, keys: keys)
        } catch { throw PrivacyError(error) }
    }
}
