// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import JSONText
internal import Linkage

extension SpineFormat {
    /// The format as the store keeps it.
    var jsonValue: JSONValue {
        [
            "header": .string(header), "similarity": .string(measure.rawValue),
            "presenceBytes": .integer(presenceBytes),
            "vectors": .array(
                vectors.map { vector in
                    [
                        "name": .string(vector.name), "first": .integer(vector.bits.lowerBound),
                        "end": .integer(vector.bits.upperBound),
                        "features": .array(vector.features.map { .integer($0) }),
                        "variantOf": vector.variantOf.map { .integer($0) } ?? .null,
                        "relation": vector.relativeOf.map { .string($0.relation) } ?? .null,
                        "relativeOf": vector.relativeOf.map { .integer($0.vector) } ?? .null,
                    ]
                }
            ),
        ]
    }

    /// Reads what `jsonValue` wrote; nil for anything else.
    init?(_ value: JSONValue) {
        guard let header = value["header"]?.string,
            let measure = value["similarity"]?.string.flatMap({ SimilarityMeasure(rawValue: $0) }),
            let presenceBytes = value["presenceBytes"]?.integer, let list = value["vectors"]?.array
        else { return nil }
        var vectors: [ScoredVector] = []
        for vector in list {
            guard let name = vector["name"]?.string, let first = vector["first"]?.integer,
                let end = vector["end"]?.integer, first >= 0, end > first, let features = vector["features"]?.array
            else { return nil }
            let relation = vector["relation"]?.string
            vectors.append(
                ScoredVector(
                    name: name,
                    bits: Int(first)..<Int(end),
                    features: features.compactMap { $0.integer.map { Int($0) } },
                    variantOf: vector["variantOf"]?.integer.map { Int($0) },
                    relativeOf: relation.flatMap { relation in
                        vector["relativeOf"]?.integer.map { .init(relation: relation, vector: Int($0)) }
                    }
                )
            )
        }
        self.init(header: header, vectors: vectors, measure: measure, presenceBytes: Int(presenceBytes))
    }
}
