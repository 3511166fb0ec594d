// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import EncodingKeys
internal import Glibc
internal import Schemas

/// Makes the vectors of the hardened profiles: parities of keyed majorities (`Specs/encodings.md` §6).
///
/// Common records take a fast way: signs, thresholds and the places of a value's tokens are remembered, votes are counted in bit
/// slices. Records of many votes, or those that find no room, take the plain way; both give the same bits.
@safe
final class HardenedEncoder {
    private let shape: MajorityShape
    private let kernel: MajorityKernel
    private let features: [VotingFeature]
    private let vectors: [MajorityVector]
    private let filler: SignHasher
    private let rows: SignRows
    private let values: MaskCache
    /// Thresholds by vector, present features and votes.
    private let thresholds: MaskCache
    private let scratch: UnsafeMutableRawPointer
    /// Of each feature the number of its tokens with places, as `VotingFeature.read` says, and the places.
    private let counts: UnsafeMutablePointer<Int>
    private let places: UnsafeMutablePointer<UInt32>
    private let signs: UnsafeMutablePointer<UnsafeRawPointer>
    /// Where the first vector begins in a row.
    private let firstByte: Int

    private static let mostSigns = MajorityKernel.mostVotes + MajorityKernel.step

    init(
        schema: LinkageSchema,
        shape: MajorityShape,
        keys: SchemaKeys,
        budget: RecordEncoder.CacheBudget
    ) throws(KeyError) {
        self.shape = shape
        kernel = MajorityKernel.chosen
        let makers = try SignMaker.all(of: schema, shape: shape, keys: keys)
        rows = SignRows(
            rowBytes: makers.map(\.rowBytes).max() ?? 0,
            budget: budget.tokens + budget.values / 4
        )
        values = MaskCache(words: VotingFeature.keptWords, budget: budget.values / 2)
        let thresholdWords = shape.thresholdBytes / 8
        thresholds = MaskCache(words: thresholdWords, budget: budget.values / 4)
        unsafe scratch = .allocate(byteCount: thresholdWords * 8, alignment: 64)
        var features: [VotingFeature] = []
        for (number, feature) in schema.features.enumerated() {
            features.append(VotingFeature(feature, number: number, maker: makers[number], values: values, rows: rows))
        }
        self.features = features
        let centres = schema.features.map(CentreTable.init)
        var vectors: [MajorityVector] = []
        for (number, vector) in schema.vectors.enumerated() {
            let voters = vector.features.map { index in
                (
                    MajorityVector.Voter(
                        feature: index,
                        weight: schema.features[index].weight.votes,
                        signOffset: (makers[index].vectors.firstIndex(of: number) ?? 0) * shape.signBytes
                    ),
                    MajorityVector.Source(maker: makers[index], centre: centres[index])
                )
            }
            let ties = try keys.tieHasher()
            vectors.append(MajorityVector(number: number, shape: shape, voters: voters, tieHasher: ties))
        }
        self.vectors = vectors
        filler = try keys.tieHasher()
        unsafe counts = .allocate(capacity: features.count)
        unsafe counts.initialize(repeating: 0, count: features.count)
        let placeCount = features.count * MajorityKernel.mostVotes
        unsafe places = .allocate(capacity: placeCount)
        unsafe places.initialize(repeating: 0, count: placeCount)
        unsafe signs = .allocate(capacity: Self.mostSigns)
        unsafe signs.initialize(repeating: rows.row(0), count: Self.mostSigns)
        firstByte = schema.presenceBytes
    }

    deinit {
        unsafe scratch.deallocate()
        unsafe counts.deallocate()
        unsafe places.deallocate()
        unsafe signs.deallocate()
    }

    /// Begins a record, whose fields must then be read.
    @inline(__always)
    func begin(fields: (Int) -> UnsafeRawBufferPointer) {
        if rows.isFull {
            rows.removeAll()
            values.removeAll()
        }
        for index in features.indices {
            let feature = unsafe Unmanaged.passUnretained(features[index])
            unsafe feature._withUnsafeGuaranteedRef { unsafe $0.begin(fields(index)) }
        }
        for index in features.indices {
            let feature = unsafe Unmanaged.passUnretained(features[index])
            unsafe feature._withUnsafeGuaranteedRef { $0.seek() }
        }
    }

    /// Reads one field of the record.
    @inline(__always)
    func read(_ field: UnsafeRawBufferPointer, feature index: Int) -> FieldResult {
        let feature = unsafe Unmanaged.passUnretained(features[index])
        return unsafe feature._withUnsafeGuaranteedRef {
            unsafe $0.read(field, places: places + index &* MajorityKernel.mostVotes, count: &counts[index])
        }
    }

    /// Writes the vectors of a record whose fields were all read and of which one is present.
    ///
    /// - Parameter row: the row with its presence mask.
    func write(fields: (Int) -> UnsafeRawBufferPointer, into row: UnsafeMutableRawPointer) {
        var empty: [MajorityVector] = []
        var byte = firstByte
        for number in vectors.indices {
            let vector = unsafe Unmanaged.passUnretained(vectors[number])
            let isWritten = unsafe vector._withUnsafeGuaranteedRef {
                unsafe write($0, fields: fields, to: row + byte)
            }
            if !isWritten { empty.append(vectors[number]) }
            byte += shape.bytes
        }
        if !empty.isEmpty { unsafe fill(empty, row: row) }
    }

    /// Writes one vector; false if none of its features is present.
    @inline(__always)
    private func write(
        _ vector: MajorityVector,
        fields: (Int) -> UnsafeRawBufferPointer,
        to output: UnsafeMutableRawPointer
    ) -> Bool {
        var present: UInt64 = 0
        var votes = 0
        var isFast = true
        for voter in vector.voters {
            let count = unsafe counts[voter.feature]
            if count == 0 { continue }
            present |= 1 << UInt64(truncatingIfNeeded: voter.feature)
            isFast = isFast && count > 0
            votes &+= count &* voter.weight
        }
        guard present != 0 else { return false }
        guard isFast, votes <= MajorityKernel.mostVotes else {
            unsafe writePlainly(vector, present: present, fields: fields, to: output)
            return true
        }
        var last = 0
        for voter in vector.voters {
            let start = unsafe places + voter.feature &* MajorityKernel.mostVotes
            let count = unsafe counts[voter.feature]
            for place in 0..<count {
                let row = unsafe rows.row(start[place]) + voter.signOffset
                for _ in 0..<voter.weight {
                    unsafe signs[last] = unsafe row
                    last &+= 1
                }
            }
        }
        let steps = (votes &+ MajorityKernel.step &- 1) / MajorityKernel.step
        while last < steps &* MajorityKernel.step {
            unsafe signs[last] = rows.row(0)
            last &+= 1
        }
        unsafe kernel.write(
            bytes: shape.bytes,
            majorities: shape.votes,
            signs: signs,
            steps: steps,
            thresholds: thresholds(of: vector, present: present, votes: votes),
            to: output
        )
        return true
    }

    /// The thresholds of (present features, votes), remembered or made; valid until the next are asked for.
    @inline(__always)
    private func thresholds(of vector: MajorityVector, present: UInt64, votes: Int) -> UnsafeRawPointer {
        let salt = UInt64(truncatingIfNeeded: vector.number)
        return unsafe withUnsafeBytes(of: (present, UInt64(truncatingIfNeeded: votes))) { key in
            let hash = unsafe ByteHash.hash(key, seed: salt)
            if let entry = unsafe thresholds.find(key, salt: salt, hash: hash) {
                return unsafe UnsafeRawPointer(entry.mask)
            }
            var output = unsafe scratch
            if let entry = unsafe thresholds.insert(key, salt: salt, hash: hash, note: .present) {
                unsafe output = UnsafeMutableRawPointer(entry.mask)
            }
            unsafe vector.writeThresholds(present: present, votes: votes, to: output)
            return UnsafeRawPointer(output)
        }
    }

    /// Writes a vector without anything remembered.
    private func writePlainly(
        _ vector: MajorityVector,
        present: UInt64,
        fields: (Int) -> UnsafeRawBufferPointer,
        to output: UnsafeMutableRawPointer
    ) {
        var sums = VoteSums(shape)
        for voter in vector.voters where unsafe counts[voter.feature] != 0 {
            unsafe features[voter.feature].addVotes(
                of: fields(voter.feature),
                vector: vector.number,
                weight: voter.weight,
                to: &sums
            )
        }
        unsafe vector.write(sums, present: present, to: output)
    }

    /// Fills vectors without a present feature with bits that agree with nothing, from the rest of the row.
    private func fill(_ empty: [MajorityVector], row: UnsafeMutableRawPointer) {
        var rest = unsafe [UInt8](UnsafeRawBufferPointer(start: row, count: firstByte))
        for number in vectors.indices where !empty.contains(where: { $0.number == number }) {
            let start = unsafe row + firstByte + number * shape.bytes
            unsafe rest += UnsafeRawBufferPointer(start: start, count: shape.bytes)
        }
        for vector in empty {
            let start = unsafe row + firstByte + vector.number * shape.bytes
            unsafe rest.withUnsafeBytes {
                unsafe filler.write(
                    $0,
                    row: 0xFF,
                    vector: UInt8(vector.number),
                    to: UnsafeMutableRawBufferPointer(start: start, count: shape.bytes)
                )
            }
        }
    }
}

extension SignMaker {
    /// The makers of a schema's features, in their order; features that may share one do.
    fileprivate static func all(
        of schema: LinkageSchema,
        shape: MajorityShape,
        keys: SchemaKeys
    ) throws(KeyError) -> [SignMaker] {
        struct Sharing: Hashable {
            var group: String
            var vectors: [Int]
        }
        var shared: [Sharing: SignMaker] = [:]
        var makers: [SignMaker] = []
        for (index, feature) in schema.features.enumerated() {
            let vectors = schema.vectors.indices.filter { schema.vectors[$0].features.contains(index) }
            let sharing = Sharing(group: feature.keyGroup, vectors: vectors)
            let maker: SignMaker
            if let known = shared[sharing] {
                maker = known
            } else {
                let hasher = try keys.signHasher(group: feature.keyGroup)
                maker = SignMaker(shape: shape, vectors: vectors, number: shared.count, hasher: hasher)
                shared[sharing] = maker
            }
            makers.append(maker)
        }
        return makers
    }
}
