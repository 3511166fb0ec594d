// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// An integer of any size as its decimal digits: numbers come as text and leave as text.
///
/// Complexity: every operation is linear in the digits, the remainder quadratic.
struct DecimalInteger: Equatable {
    static let zero = DecimalInteger(isNegative: false, digits: [])

    private var isNegative: Bool
    /// The most significant first, without leading zeros; none for zero.
    private var digits: [UInt8]

    private init(isNegative: Bool, digits: some Sequence<UInt8>) {
        self.digits = Array(digits.drop { $0 == 0 })
        self.isNegative = isNegative && !self.digits.isEmpty
    }

    /// Reads an optional "-" and digits; nil if there is anything else.
    init?(_ text: String) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let digits = text.utf8.dropFirst(isNegative ? 1 : 0)
        guard !digits.isEmpty, digits.allSatisfy(PythonText.isDigit) else { return nil }
        self.init(isNegative: isNegative, digits: digits.map { $0 & 15 })
    }

    init(_ value: Int64) { self.init(isNegative: value < 0, digits: String(value.magnitude).utf8.map { $0 & 15 }) }

    /// The integer part of a finite double, exactly.
    init(truncating value: Double) {
        let whole = value.magnitude.rounded(.towardZero)
        // Beyond 2⁵³ a double is a whole number times a power of two.
        let doublings = whole < 0x1p53 ? 0 : Int(whole.exponent) - 52
        let significand = UInt64(whole / Double(sign: .plus, exponent: doublings, significand: 1))
        self.init(isNegative: value < 0, digits: String(significand).utf8.map { $0 & 15 })
        for _ in 0..<doublings { self = times(2) }
    }

    var digitCount: Int { max(1, digits.count) }

    /// The integer in decimal.
    var text: String {
        if digits.isEmpty { return "0" }
        return (isNegative ? "-" : "") + String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }

    /// The product with 10ⁿ.
    func times(powerOfTen n: Int) -> DecimalInteger {
        DecimalInteger(isNegative: isNegative, digits: digits + [UInt8](repeating: 0, count: n))
    }

    /// The product with a positive factor up to 2⁵⁶.
    func times(_ factor: Int) -> DecimalInteger {
        var product: [UInt8] = []
        var carry = 0
        for digit in digits.reversed() {
            carry += Int(digit) * factor
            product.append(UInt8(carry % 10))
            carry /= 10
        }
        while carry > 0 {
            product.append(UInt8(carry % 10))
            carry /= 10
        }
        return DecimalInteger(isNegative: isNegative, digits: product.reversed())
    }

    /// What is left after dividing by a positive number, from 0 to below it.
    func remainder(dividingBy divisor: DecimalInteger) -> DecimalInteger {
        var rest: [UInt8] = []
        for digit in digits {
            if digit > 0 || !rest.isEmpty { rest.append(digit) }
            while !Self.isLess(rest, divisor.digits) { rest = Self.difference(rest, divisor.digits) }
        }
        let remainder = DecimalInteger(isNegative: false, digits: rest)
        return isNegative && !rest.isEmpty ? divisor - remainder : remainder
    }

    static func + (left: DecimalInteger, right: DecimalInteger) -> DecimalInteger {
        if left.isNegative == right.isNegative {
            return DecimalInteger(isNegative: left.isNegative, digits: sum(left.digits, right.digits))
        }
        if isLess(left.digits, right.digits) {
            return DecimalInteger(isNegative: right.isNegative, digits: difference(right.digits, left.digits))
        }
        return DecimalInteger(isNegative: left.isNegative, digits: difference(left.digits, right.digits))
    }

    static func - (left: DecimalInteger, right: DecimalInteger) -> DecimalInteger {
        left + DecimalInteger(isNegative: !right.isNegative, digits: right.digits)
    }
}

extension DecimalInteger: Comparable {
    static func < (left: DecimalInteger, right: DecimalInteger) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? isLess(right.digits, left.digits) : isLess(left.digits, right.digits)
    }

    private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }

    private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        if left.count < right.count { return sum(right, left) }
        var sum = [0] + left
        let offset = sum.count - right.count
        for index in right.indices { sum[offset + index] += right[index] }
        for index in sum.indices.dropFirst().reversed() where sum[index] > 9 {
            sum[index] -= 10
            sum[index - 1] += 1
        }
        return sum
    }

    /// Of magnitudes, the second of which is not the larger one.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var difference = left
        var borrow: UInt8 = 0
        for index in left.indices.reversed() {
            let place = index - (left.count - right.count)
            let taken = borrow + (place >= 0 ? right[place] : 0)
            borrow = difference[index] < taken ? 1 : 0
            difference[index] = difference[index] + borrow * 10 - taken
        }
        return Array(difference.drop { $0 == 0 })
    }
}
