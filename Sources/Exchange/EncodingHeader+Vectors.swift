// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

// A header's vectors, whose features, `variantOf` and `relativeOf` are names in the file and places here.
extension EncodingHeader {
    /// Reads them.
    static func vectors(
        _ values: [JSONValue],
        of features: [String]
    ) throws(ExchangeError) -> [Vector] {
        var vectors: [Vector] = []
        var originals: [String?] = []
        var relatives: [(relation: String, vector: String)?] = []
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
            relatives.append(
                try fields.optional("relativeOf").map { value throws(ExchangeError) in
                    var fields = try HeaderFields(value)
                    let relative = (relation: try fields.name("relation"), vector: try fields.name("vector"))
                    try fields.end()
                    return relative
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
        for (place, relative) in relatives.enumerated() {
            guard let relative else { continue }
            guard let found = names.place(of: relative.vector) else {
                throw HeaderFields.fault("a vector's 'relativeOf' names no vector of the header")
            }
            vectors[place].relativeOf = Relative(relation: relative.relation, vector: found)
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
        try checkRelatives()
    }

    private func checkRelatives() throws(ExchangeError) {
        for (place, vector) in vectors.enumerated() {
            guard let relative = vector.relativeOf else { continue }
            let own = vectors[relative.vector]
            guard own.relativeOf == nil, vector.variantOf == nil else {
                throw HeaderFields.fault("a vector of a relative is a variant, or stands for another relative's")
            }
            guard own.bits == vector.bits else {
                throw HeaderFields.fault("a vector of a relative and the one it stands for differ in 'bits'")
            }
            guard !vectors[..<place].contains(where: { $0.relativeOf == relative }) else {
                throw HeaderFields.fault("two vectors of one relation stand for the same one")
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
        if let relative = vector.relativeOf {
            let own = vectors.indices.contains(relative.vector) ? vectors[relative.vector].name : ""
            members.append(("relativeOf", ["relation": .string(relative.relation), "vector": .string(own)]))
        }
        return .object(members)
    }
}

extension [String] {
    /// Where a name stands; bytes are compared.
    fileprivate func place(of name: String) -> Int? { firstIndex { $0.utf8.elementsEqual(name.utf8) } }
}
