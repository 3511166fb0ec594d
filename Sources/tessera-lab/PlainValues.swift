// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Encoding
internal import Evaluation
internal import Linkage
internal import Schemas

/// Plain text in the place of filters: each different text is a number, which stands where its filter would.
///
/// The same model on both tells what the encoding costs. For schemas whose vectors have one feature each.
struct PlainValues: ValueComparing {
    /// How the texts of a vector are compared.
    private enum Kind {
        /// By Jaro–Winkler similarity, and by words and initials.
        case words
        /// By edit distance.
        case digits
        /// By edit distance, and by the year where no more is known.
        case dates
        /// Equal or not.
        case codes
    }

    static let bits = 64
    /// Of a date of which only the year is known.
    private static let yearDigits = 4

    /// The texts' bytes, one text after the other; that of number n ends at `ends[n]`, and number 0 is empty.
    private var bytes: [UInt8] = []
    private var ends = [0]
    /// By number, in words.
    private var words: [[ArraySlice<UInt8>]] = [[]]
    /// By key group and text.
    private var numbers: [String: [[UInt8]: Int]] = [:]
    private let kinds: [String: Kind]
    /// The key group of a vector: as filters, only values of one group can be alike.
    private let groups: [String: String]

    init(_ schema: LinkageSchema) {
        let kinds = schema.vectors.map { vector in
            switch schema.features[vector.features[0]].role {
            case .givenName, .familyName, .text: (vector.name, Kind.words)
            case .birthDate: (vector.name, Kind.dates)
            case .postalCode, .nationalId, .number: (vector.name, Kind.digits)
            case .sex, .code: (vector.name, Kind.codes)
            }
        }
        self.kinds = Dictionary(kinds) { $1 }
        groups = Dictionary(schema.vectors.map { ($0.name, schema.features[$0.features[0]].keyGroup) }) { $1 }
    }

    /// The numbers of the normalised texts of a table's records, one a vector; 0 is missing.
    mutating func rows(_ people: PeopleSample) throws -> FilterMatrix {
        let schema = people.schema
        let normalisers = schema.features.map(FieldNormaliser.init)
        let tokenisers = schema.features.map { FieldTokeniser($0.tokens) }
        let matrix = try FilterMatrix(rows: people.count, bits: schema.vectors.count * Self.bits)
        var text: [UInt8] = []
        for person in 0..<people.count {
            let fields = people.fields(of: person)
            let row = schema.vectors.map { vector in
                let feature = vector.features[0]
                let isPresent = unsafe fields[feature].withUnsafeBytes {
                    unsafe normalisers[feature].normalise($0, into: &text) == nil
                }
                guard isPresent else { return 0 }
                let known = tokenisers[feature].isYearOnly(text) ? Array(text.prefix(Self.yearDigits)) : text
                return number(of: known, group: schema.features[feature].keyGroup)
            }
            unsafe matrix.withUnsafeMutableRow(person) { target in
                unsafe row.withUnsafeBytes { unsafe target.copyBytes(from: $0) }
            }
        }
        return matrix
    }

    private mutating func number(of text: [UInt8], group: String) -> Int {
        if let number = numbers[group]?[text] { return number }
        numbers[group, default: [:]][text] = ends.count
        bytes += text
        ends.append(bytes.count)
        words.append(text.split(separator: UInt8(ascii: " ")))
        return ends.count - 1
    }

    func compare(
        _ value: UInt32,
        of a: VectorValues,
        with others: [UInt32],
        of b: VectorValues,
        isAcross: Bool,
        into similarities: inout [ValueSimilarity]
    ) {
        let text = number(value, of: a)
        let kind = kinds[a.vector.name] ?? .codes
        similarities.removeAll(keepingCapacity: true)
        guard groups[a.vector.name] == groups[b.vector.name] else {
            similarities = others.map { _ in ValueSimilarity(tenThousandths: 0, isContained: false) }
            return
        }
        for other in others { similarities.append(similarity(kind, text, number(other, of: b))) }
    }

    func similar(
        _ values: VectorValues,
        least: SimilarityThreshold,
        control: RunControl
    ) throws(LinkageError) -> [(UInt32, UInt32)] {
        var pairs: [(UInt32, UInt32)] = []
        guard least.tenThousandths < ValueSimilarity.one else { return pairs }
        var similarities: [ValueSimilarity] = []
        for value in 1..<UInt32(max(1, values.count)) {
            let others = Array(value + 1..<UInt32(max(values.count, Int(value) + 1)))
            compare(value, of: values, with: others, of: values, isAcross: false, into: &similarities)
            for (other, similarity) in zip(others, similarities)
            where similarity.tenThousandths >= least.tenThousandths { pairs.append((value, other)) }
        }
        return pairs
    }

    private func number(_ value: UInt32, of values: VectorValues) -> Int {
        unsafe values.filters.withUnsafeRow(Int(value)) { unsafe $0.loadUnaligned(as: Int.self) }
    }

    private func similarity(_ kind: Kind, _ first: Int, _ second: Int) -> ValueSimilarity {
        if first == second { return ValueSimilarity(tenThousandths: ValueSimilarity.one, isContained: false) }
        let a = bytes.span.extracting(ends[first - 1]..<ends[first])
        let b = bytes.span.extracting(ends[second - 1]..<ends[second])
        switch kind {
        case .codes: return ValueSimilarity(tenThousandths: 0, isContained: false)
        case .digits, .dates:
            let longest = max(a.count, b.count)
            let distance = TextSimilarity.alignmentDistance(a, b)
            return apart(
                1 - Double(distance) / Double(max(1, longest)),
                isContained: kind == .dates && a.count != b.count && year(first) == year(second)
            )
        case .words:
            let similarity = Self.diceLike(TextSimilarity.jaroWinkler(a, b))
            let isAlike = similarity * Double(ValueSimilarity.one) >= Double(ValueSimilarity.alike)
            return apart(
                similarity,
                isContained: !isAlike && (isContained(first, in: second) || isContained(second, in: first)),
                isFirstSmaller: a.count < b.count
            )
        }
    }

    /// The year that a date begins with.
    private func year(_ date: Int) -> ArraySlice<UInt8> { bytes[ends[date - 1]..<ends[date]].prefix(Self.yearDigits) }

    /// Different texts are never quite 1.
    private func apart(_ similarity: Double, isContained: Bool, isFirstSmaller: Bool = false) -> ValueSimilarity {
        ValueSimilarity(
            tenThousandths: min(ValueSimilarity.one - 1, Int(similarity * Double(ValueSimilarity.one))),
            isContained: isContained,
            isFirstSmaller: isFirstSmaller
        )
    }

    /// Jaro–Winkler similarities and the Dice coefficients of bigrams that say about as much; straight lines between them.
    private static let scale = [
        (0.0, 0.0), (0.7, 0.3), (0.78, 0.5), (0.84, 0.65), (0.88, 0.8), (0.92, 0.92), (1.0, 1.0),
    ]

    private static func diceLike(_ similarity: Double) -> Double {
        for (low, high) in zip(scale, scale.dropFirst()) where similarity <= high.0 {
            return low.1 + (similarity - low.0) / (high.0 - low.0) * (high.1 - low.1)
        }
        return 1
    }

    /// Whether each word of one text is a word of the other or, as a single letter, begins one.
    private func isContained(_ first: Int, in second: Int) -> Bool {
        words[first].allSatisfy { word in
            words[second].contains { $0 == word || word.count == 1 && $0.first == word.first }
        }
    }
}
