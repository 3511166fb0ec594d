// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A number as its neighbourhood: 2R + 1 multiples of the distance D around 2R times its value (Vatsalan and Christen 2015).
struct NumericTokens {
    private let distance: DecimalInteger
    /// D as the nearest double, in which Python halves it.
    private let roundedDistance: DecimalInteger
    private let resolution: Int
    private let precision: Int

    /// - Throws: `clkhash.limit` for a distance of more than 308 digits, or more than 2·65,536 + 1 tokens.
    init(_ numeric: ClkhashSchema.Numeric) throws(ClkhashError) {
        try ClkhashError.check(numeric.resolution, atMost: 65_536, name: "resolution")
        try ClkhashError.check(numeric.distance.utf8.count, atMost: 308, name: "the digits of thresholdDistance")
        guard let distance = DecimalInteger(numeric.distance), let rounded = Double(numeric.distance) else {
            throw .distance
        }
        self.distance = distance
        roundedDistance = DecimalInteger(truncating: rounded)
        resolution = numeric.resolution
        precision = numeric.fractionalPrecision
    }

    /// The tokens of a text; nil if it is no number, or one with more digits than Python writes.
    func tokens(of text: String) -> [String]? {
        guard let number = scaled(text) else { return nil }
        let value = number.times(2 * resolution)
        let rest = value.remainder(dividingBy: distance)
        // Of two multiples that are as near the upper one is taken.
        let isNearerBelow = rest.times(2) < roundedDistance
        let nearest = isNearerBelow || rest == .zero ? value - rest : value + distance - rest
        var token = nearest - distance.times(resolution)
        var tokens: [String] = []
        for _ in 0...2 * resolution {
            guard token.digitCount <= IntegerText.maxDigits else { return nil }
            tokens.append(token.text)
            token = token + distance
        }
        return tokens
    }

    /// The value times 10^p: exactly for an integer, by way of doubles for any other number.
    private func scaled(_ text: String) -> DecimalInteger? {
        if let integer = IntegerText.normalised(text) {
            return DecimalInteger(integer)?.times(powerOfTen: precision)
        }
        guard let number = FloatText.value(text) else { return nil }
        if precision == 0 { return DecimalInteger(truncating: number) }
        guard let power = Double("1e\(precision)") else { return nil }
        let product = number * power
        return product.isFinite ? DecimalInteger(truncating: product.rounded(.toNearestOrEven)) : nil
    }
}
