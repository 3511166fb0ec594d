// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

// A header's vectors, whose features and whose `variantOf` are names in the file and places here.
extension EncodingHeader {
    /// Reads them.
    static func vectors(
        _ values: [JSONValue],
        of features: [String]
    ) throws(ExchangeError) -> [Vector] {
        var vectors: [Vector] = []
        var originals: [String?] = []
        for value in values {
            var fields = try HeaderFields(value)
            let name = try fields.name("name")
            let bits = try fields.integer("bits", in: 64...65_536)
            var members: [Int] = []
            for value in try fields.list("features", count: 1...64) {
                let feature = try HeaderFields.name(value, of: "features")
                guard let place = features.place(of: feature) else {
                    throw HeaderFields.fault("a vector names a feature that the header's 'features' does not have")
                }
                members.append(place)
            }
            vectors.append(Vector(name: name, bits: bits, features: members))
            originals.append(
                try fields.optional("variantOf").map { value throws(ExchangeError) in
                    try HeaderFields.name(value, of: "variantOf")
                }
            )
            try fields.end()
        }
        let names = vectors.map(\.name)
        for (place, original) in originals.enumerated() {
            guard let original else { continue }
            guard let found = names.place(of: original) else {
                throw HeaderFields.fault("a vector's 'variantOf' names no vector of the header")
            }
            vectors[place].variantOf = found
        }
        return vectors
    }

    /// What no single vector shows.
    func checkVectors() throws(ExchangeError) {
        guard vectors.allSatisfy({ $0.bits.isMultiple(of: 64) }) else {
            throw HeaderFields.fault("a vector's 'bits' is not a multiple of 64")
        }
        guard vectors.allSatisfy({ Set($0.features).count == $0.features.count }) else {
            throw HeaderFields.fault("a vector names a feature twice")
        }
        guard Set(vectors.flatMap(\.features)).count == features.count else {
            throw HeaderFields.fault("the header has a feature that no vector names")
        }
        for vector in vectors {
            guard let original = vector.variantOf.map({ vectors[$0] }) else { continue }
            guard original.variantOf == nil else {
                throw HeaderFields.fault("a vector is a variant of itself or of another variant")
            }
            guard original.bits == vector.bits else {
                throw HeaderFields.fault("a vector and the one it is a variant of differ in 'bits'")
            }
        }
    }

    /// A vector as the header writes it; a place that names nothing becomes an empty name, which no reader takes.
    func json(_ vector: Vector) -> JSONValue {
        let names = vector.features.map { features.indices.contains($0) ? features[$0] : "" }
        var members: [(key: String, value: JSONValue)] = [
            ("name", .string(vector.name)),
            ("bits", .integer(vector.bits)),
            ("features", .array(names.map(JSONValue.string))),
        ]
        if let original = vector.variantOf {
            members.append(("variantOf", .string(vectors.indices.contains(original) ? vectors[original].name : "")))
        }
        return .object(members)
    }
}

extension [String] {
    /// Where a name stands; bytes are compared.
    fileprivate func place(of name: String) -> Int? { firstIndex { $0.utf8.elementsEqual(name.utf8) } }
}
