// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import BitVectors
internal import Encoding
package import EncodingKeys
package import Schemas

/// A way of encoding people that can be attacked: what its rows are compared by, and how to make them under any key.
package struct EncodingScheme: Sendable {
    /// Makes the filter of one person after the other under one key.
    @safe enum Maker {
        /// The row of what a person's columns hold.
        case fields((_ fields: [[UInt8]], _ row: UnsafeMutableRawBufferPointer) -> Void)
        /// The filter of a set of tokens, with the person's place.
        case tokens((_ tokens: [[UInt8]], _ place: Int) -> [UInt8])
    }

    /// For a report.
    package let name: String
    /// What its rows are made to be compared by.
    package let measure: SimilarityMeasure
    /// m, if a bit is the parity of m majorities.
    package let majorities: Int?
    /// Whether votes are centred on token frequencies.
    package let isCentred: Bool
    /// Of 1,000 bits so many are flipped at random.
    package let flipsPerThousand: Int
    /// l of all vectors together.
    package let bits: Int
    private let make: @Sendable (ProjectKey) throws(PrivacyError) -> Maker

    init(
        name: String,
        measure: SimilarityMeasure,
        bits: Int,
        majorities: Int? = nil,
        isCentred: Bool = false,
        flipsPerThousand: Int = 0,
        make: @escaping @Sendable (ProjectKey) throws(PrivacyError) -> Maker
    ) {
        self.name = name
        self.measure = measure
        self.bits = bits
        self.majorities = majorities
        self.isCentred = isCentred
        self.flipsPerThousand = flipsPerThousand
        self.make = make
    }

    /// What agencies make under a linkage schema: all vectors of a record, side by side.
    package init(_ schema: LinkageSchema, name: String? = nil) {
        let majority = schema.profile.majority
        self.init(
            name: name ?? schema.profile.rawValue,
            measure: majority == nil ? .dice : .hamming,
            bits: schema.vectors.reduce(0) { $0 + $1.bits },
            majorities: majority?.votes,
            isCentred: majority != nil && schema.features.contains { $0.centre != .none },
            flipsPerThousand: schema.flipsPerThousand,
            make: { key throws(PrivacyError) in .record(try .under(key, schema)) }
        )
    }

    /// An encoding of sets of tokens that a laboratory makes up.
    ///
    /// - Parameters:
    ///   - schema: whose tokens are encoded.
    ///   - filter: from a keyed hasher, what turns tokens and the person's place into `bits` bits.
    package init(
        name: String,
        measure: SimilarityMeasure,
        bits: Int,
        schema: LinkageSchema,
        filter: @escaping @Sendable (TokenHasher) -> (_ tokens: [[UInt8]], _ place: Int) -> [UInt8]
    ) {
        self.init(
            name: name,
            measure: measure,
            bits: bits,
            make: { key throws(PrivacyError) in
                let keys = try SchemaKeys.under(key, schema)
                do throws(KeyError) {
                    return .tokens(filter(try keys.hasher(group: "research")))
                } catch { throw PrivacyError(error) }
            }
        )
    }

    /// The hardened encoding of a schema's features with other numbers of bits and majorities, for research.
    ///
    /// - Parameters:
    ///   - schema: of a hardened profile, one vector.
    ///   - bits: l, a multiple of 512.
    ///   - majorities: m.
    package static func parity(
        _ schema: LinkageSchema,
        bits: Int,
        majorities: Int,
        name: String? = nil
    ) -> EncodingScheme {
        var changed = schema
        for index in changed.vectors.indices { changed.vectors[index].bits = bits }
        return EncodingScheme(
            name: name ?? "parity of \(majorities), \(bits) bits",
            measure: .hamming,
            bits: bits * changed.vectors.count,
            majorities: majorities,
            isCentred: changed.features.contains { $0.centre != .none },
            make: { [changed] key throws(PrivacyError) in
                let keys = try SchemaKeys.under(key, changed)
                do throws(EncodingError) {
                    return .record(try RecordEncoder(schema: changed, keys: keys, majority: (bits, majorities)))
                } catch { throw PrivacyError(error) }
            }
        )
    }

    /// Encodes people of a sample under a key.
    ///
    /// - Parameter sample: of a table of this scheme's columns.
    /// - Throws: `key.library`, `vectors.memory`.
    package func encode(
        _ people: [Int],
        of sample: any People,
        under key: ProjectKey
    ) throws(PrivacyError) -> FilterMatrix {
        let filters: FilterMatrix
        do throws(BitVectorError) {
            filters = try FilterMatrix(rows: people.count, bits: bits)
        } catch { throw PrivacyError(error) }
        let maker = try make(key)
        for (place, person) in people.enumerated() {
            unsafe filters.withUnsafeMutableRow(place) { row in
                switch maker {
                case .fields(let encode): unsafe encode(sample.fields(of: person), row)
                case .tokens(let filter): unsafe row.copyBytes(from: filter(sample.tokens(of: person), place))
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

extension EncodingScheme.Maker {
    /// What agencies use, without the mask of what is present.
    static func record(_ encoder: RecordEncoder) -> Self {
        var buffer = [UInt8](repeating: 0, count: encoder.rowBytes)
        let mask = encoder.schema.presenceBytes
        return unsafe .fields { fields, row in
            unsafe fields.withUnsafeFields { fields in
                _ = unsafe buffer.withUnsafeMutableBytes {
                    unsafe encoder.encode(fields: { unsafe fields[$0] }, into: $0)
                }
            }
            unsafe row.copyBytes(from: buffer[mask...])
        }
    }
}

extension RecordEncoder {
    /// The encoder of agencies that hold this key.
    static func under(_ key: ProjectKey, _ schema: LinkageSchema) throws(PrivacyError) -> RecordEncoder {
        let keys = try SchemaKeys.under(key, schema)
        do throws(EncodingError) {
            return try RecordEncoder(schema: schema, keys: keys)
        } catch { throw PrivacyError(error) }
    }
}

extension SchemaKeys {
    static func under(_ key: ProjectKey, _ schema: LinkageSchema) throws(PrivacyError) -> SchemaKeys {
        do throws(KeyError) {
            return try SchemaKeys(projectKey: key, fingerprint: schema.fingerprint)
        } catch { throw PrivacyError(error) }
    }
}
