// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import EncodingKeys
internal import Glibc
package import Schemas

/// Turns records into encoded rows: presence mask and vectors (`Specs/encodings.md` §5).
///
/// Not safe for concurrent use; each thread makes its own. Memory stays within the budgets however many records there
/// are: about 40 MB with the defaults.
@safe
package final class RecordEncoder {
    /// What became of a record.
    package enum Outcome: Sendable, Equatable {
        case encoded
        /// No feature is present; the row holds nothing.
        case blank
        /// The row is rejected because of a feature, given by its index.
        case rejected(RowRule, feature: Int)
    }

    /// Bytes at most that remembered masks take.
    package struct CacheBudget: Sendable {
        /// For whole values, which repeat: names, dates.
        package var values: Int
        /// For tokens, of which there are few.
        package var tokens: Int

        package init(values: Int = 24 << 20, tokens: Int = 8 << 20) {
            self.values = values
            self.tokens = tokens
        }
    }

    package let schema: LinkageSchema
    /// Bytes of an encoded row.
    package let rowBytes: Int
    /// Of Bloom filters; none with a hardened profile.
    private let features: [FeatureEncoder]
    private let hardened: HardenedEncoder?
    private let flips: BitFlips?
    private let isRequired: [Bool]
    private let notes: UnsafeMutablePointer<UInt8>
    private let counts: UnsafeMutablePointer<Int>

    /// An encoder under a project's keys.
    ///
    /// - Parameter majority: l and m other than the profile's, for research; l a multiple of 512 and that of all vectors.
    /// - Throws: `key.library`, `sealing.library`.
    package convenience init(
        schema: LinkageSchema,
        keys: SchemaKeys,
        budget: CacheBudget = CacheBudget(),
        majority: (bits: Int, votes: Int)? = nil
    ) throws(EncodingError) {
        guard let (bits, votes) = majority ?? schema.profile.majority else {
            try self.init(schema: schema, budget: budget) { group throws(KeyError) in try keys.hasher(group: group) }
            return
        }
        do {
            let shape = MajorityShape(bits: bits, votes: votes)
            let hardened = try HardenedEncoder(schema: schema, shape: shape, keys: keys, budget: budget)
            self.init(schema: schema, features: [], hardened: hardened, flips: nil)
        } catch { throw EncodingError(error) }
    }

    /// An encoder of Bloom filters with a hasher for each key group.
    package convenience init(
        schema: LinkageSchema,
        budget: CacheBudget = CacheBudget(),
        hasher: (String) throws(KeyError) -> any TokenHashing
    ) throws(EncodingError) {
        let features: [FeatureEncoder]
        let flips: BitFlips?
        do { features = try FeatureEncoder.all(of: schema, budget: budget, hasher: hasher) } catch {
            throw EncodingError(error)
        }
        do { flips = try BitFlips(schema) } catch { throw EncodingError(error) }
        self.init(schema: schema, features: features, hardened: nil, flips: flips)
    }

    private init(
        schema: LinkageSchema,
        features: [FeatureEncoder],
        hardened: HardenedEncoder?,
        flips: BitFlips?
    ) {
        self.schema = schema
        rowBytes = schema.rowBytes
        self.features = features
        self.hardened = hardened
        self.flips = flips
        isRequired = schema.features.map(\.isRequired)
        unsafe notes = .allocate(capacity: schema.features.count)
        unsafe notes.initialize(repeating: 0, count: schema.features.count)
        let cells = schema.features.count * FieldNote.count
        unsafe counts = .allocate(capacity: cells)
        unsafe counts.initialize(repeating: 0, count: cells)
    }

    deinit {
        unsafe notes.deallocate()
        unsafe counts.deallocate()
    }

    /// Encodes one record.
    ///
    /// - Parameters:
    ///   - fields: the bytes of the feature with an index, whenever it is asked.
    ///   - row: `rowBytes` bytes; what they hold means something only if the record is encoded.
    ///
    /// Complexity: O(features × vector bytes) for values seen before; about 0.4 µs for six features and 1,024 bits of a
    /// Bloom filter.
    package func encode(
        fields: (Int) -> UnsafeRawBufferPointer,
        into row: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        precondition(row.count == rowBytes, "a row of another size")
        guard let base = row.baseAddress else { return .blank }
        unsafe memset(base, 0, rowBytes)
        guard let hardened else {
            for index in features.indices {
                let feature = unsafe Unmanaged.passUnretained(features[index])
                unsafe feature._withUnsafeGuaranteedRef { unsafe $0.begin(fields(index)) }
            }
            for index in features.indices {
                let feature = unsafe Unmanaged.passUnretained(features[index])
                unsafe feature._withUnsafeGuaranteedRef { $0.seek() }
            }
            let outcome = unsafe encode(into: row) { index in
                // Without a reference counted up and down, which would take a fifth of the time.
                let feature = unsafe Unmanaged.passUnretained(features[index])
                return unsafe feature._withUnsafeGuaranteedRef { unsafe $0.encode(fields(index), into: base) }
            }
            if let flips, outcome == .encoded { unsafe flips.flip(base) }
            return outcome
        }
        unsafe hardened.begin(fields: fields)
        let outcome = unsafe encode(into: row) { unsafe hardened.read(fields($0), feature: $0) }
        if outcome == .encoded { unsafe hardened.write(fields: fields, into: base) }
        return outcome
    }

    /// Takes the features one by one, marks those that are present, and counts.
    @inline(__always)
    private func encode(into row: UnsafeMutableRawBufferPointer, one: (Int) -> FieldResult) -> Outcome {
        let count = isRequired.count
        var isPresent = false
        var lacking = -1
        for index in 0..<count {
            switch one(index) {
            case .rejected(let rule): return .rejected(rule, feature: index)
            case .note(let note):
                unsafe notes[index] = note.code
                if note == .present {
                    isPresent = true
                    unsafe row[index >> 3] |= 0x80 >> UInt8(truncatingIfNeeded: index & 7)
                } else if lacking < 0, isRequired[index] {
                    lacking = index
                }
            }
        }
        if lacking >= 0 { return .rejected(.missingRequired, feature: lacking) }
        for index in 0..<count { unsafe counts[index &* FieldNote.count &+ Int(notes[index])] &+= 1 }
        return isPresent ? .encoded : .blank
    }

    /// Counts a record in which nothing is written.
    func countBlank() {
        let empty = Int(FieldNote.empty.code)
        for index in isRequired.indices { unsafe counts[index * FieldNote.count + empty] += 1 }
    }

    /// Begins the counts anew.
    func clearTallies() { unsafe counts.update(repeating: 0, count: isRequired.count * FieldNote.count) }

    /// What was counted so far, a feature at a time, in the schema's order.
    package var tallies: [FeatureTally] {
        schema.features.indices.map { index in
            let cells = unsafe UnsafeBufferPointer(start: counts + index * FieldNote.count, count: FieldNote.count)
            var missing: [MissingRule: Int] = [:]
            for code in 1..<FieldNote.count where unsafe cells[code] > 0 {
                if let rule = FieldNote(code: UInt8(code)).rule { missing[rule] = unsafe cells[code] }
            }
            return unsafe FeatureTally(name: schema.features[index].name, present: cells[0], missing: missing)
        }
    }
}

extension FeatureEncoder {
    /// The encoders of a schema's features, sharing hashers and what they remember.
    fileprivate static func all(
        of schema: LinkageSchema,
        budget: RecordEncoder.CacheBudget,
        hasher: (String) throws(KeyError) -> any TokenHashing
    ) throws(KeyError) -> [FeatureEncoder] {
        struct Sharing: Hashable {
            var group: String
            var bits: MaskBits
        }
        var rowByte = schema.presenceBytes
        var lanes = [[Lane]](repeating: [], count: schema.features.count)
        for vector in schema.vectors {
            for feature in vector.features { lanes[feature].append(Lane(rowByte: rowByte, words: vector.bits / 64)) }
            rowByte += vector.bits / 8
        }
        // One size of slots for all features: usually they are the same.
        let words = lanes.map { $0.reduce(0) { $0 + $1.words } }.max() ?? 0
        let values = MaskCache(words: words, budget: budget.values)
        let tokens = MaskCache(words: words, budget: budget.tokens)
        var shared: [Sharing: TokenMasks] = [:]
        var encoders: [FeatureEncoder] = []
        for (number, feature) in schema.features.enumerated() {
            let bits = MaskBits(lengths: lanes[number].map { $0.words * 64 })
            let sharing = Sharing(group: feature.keyGroup, bits: bits)
            let masks: TokenMasks
            if let known = shared[sharing] {
                masks = known
            } else {
                let hasher = try hasher(feature.keyGroup)
                masks = TokenMasks(bits: bits, hasher: hasher, cache: tokens, number: shared.count)
                shared[sharing] = masks
            }
            encoders.append(
                FeatureEncoder(feature, number: number, lanes: lanes[number], masks: masks, cache: values)
            )
        }
        return encoders
    }
}
