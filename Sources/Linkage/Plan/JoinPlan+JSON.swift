// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Faults
package import JSONText
internal import Sealing

extension JoinPlan {
    /// The name and version of the form.
    private static let form = "join-plan/1"

    /// The plan as JSON; its canonical bytes are what `digest` is of.
    package var jsonValue: JSONValue {
        [
            "tessera": .string(Self.form),
            "datasets": .array(
                datasets.map {
                    ["name": .string($0.name), "rows": .integer($0.rows), "sha256": .string(Hex.encode($0.digest))]
                }
            ),
            "vectors": .array(vectors.map { .string($0) }),
            "bits": .integer(bits),
            "similarity": .string(measure.rawValue),
            "threshold": .integer(threshold.tenThousandths),
            "within": .bool(isWithin),
            "search": search.jsonValue,
            "tileRows": .array(tileRows.map { [.integer($0.first), .integer($0.second)] }),
        ]
    }

    /// SHA-256 of the canonical JSON: the plan's name, which every tile bears.
    package func digest() throws(LinkageError) -> [UInt8] {
        let bytes = try LinkageError.passingOn { () throws(JSONError) in try jsonValue.canonicalBytes() }
        return SHA256.digest(of: bytes)
    }

    /// Reads a plan.
    ///
    /// - Throws: `linkage.plan` if it is none of this version, or one that no version would write.
    package init(_ json: JSONValue) throws(LinkageError) {
        guard json["tessera"]?.string == Self.form else {
            throw .plan("it is not a plan of this version of Tessera")
        }
        guard let names = json["vectors"]?.array?.map(\.string), !names.contains(nil),
            let bits = json["bits"]?.integer, (64...Int64(FilterMatrix.greatestBits)).contains(bits), bits % 64 == 0,
            let measure = json["similarity"]?.string.flatMap(SimilarityMeasure.init(rawValue:)),
            let threshold = json["threshold"]?.integer.flatMap({ try? SimilarityThreshold(tenThousandths: Int($0)) }),
            let isWithin = json["within"]?.bool,
            let search = json["search"].flatMap({ Search($0, bits: Int(bits)) }),
            let datasets = json["datasets"]?.array?.map(Dataset.init), !datasets.contains(nil),
            datasets.count <= Self.greatestDatasets,
            let tileRows = json["tileRows"]?.array?.map(TileRows.init), !tileRows.contains(nil)
        else { throw .plan("its text is damaged") }
        self.datasets = datasets.compactMap { $0 }
        vectors = names.compactMap { $0 }
        self.bits = Int(bits)
        self.measure = measure
        self.threshold = threshold
        self.isWithin = isWithin
        self.search = search
        self.tileRows = tileRows.compactMap { $0 }
        guard self.tileRows.count == datasetPairs.count, tileCount <= Self.greatestTiles else {
            throw .plan("its tiles are not those of its datasets")
        }
    }

    /// The most datasets of a plan, whose pairs are half a million.
    private static let greatestDatasets = 1_024
    /// The most tiles of a plan; a file each.
    package static let greatestTiles = 1_000_000

    /// The number of tiles at most, without making them.
    var tileCount: Int {
        zip(datasetPairs, tileRows).reduce(0) { sum, next in
            let (pair, size) = next
            let first = (datasets[pair.first].rows + size.first - 1) / size.first
            let second = (datasets[pair.second].rows + size.second - 1) / size.second
            let (tiles, overflow) = first.multipliedReportingOverflow(by: second)
            let most = Self.greatestTiles + 1
            return overflow ? most : min(sum + min(tiles, most), most)
        }
    }
}

extension JoinPlan.Dataset {
    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let rows = json["rows"]?.integer, (0...Int64(UInt32.max)).contains(rows),
            let digest = json["sha256"]?.string.flatMap(Hex.decode), digest.count == 32
        else { return nil }
        self.init(name: name, rows: Int(rows), digest: digest)
    }
}

extension JoinPlan.TileRows {
    fileprivate init?(_ json: JSONValue) {
        guard let sizes = json.array, sizes.count == 2, let first = sizes[0].integer, let second = sizes[1].integer,
            (1...Int64(UInt32.max)).contains(first), (1...Int64(UInt32.max)).contains(second)
        else { return nil }
        self.init(first: Int(first), second: Int(second))
    }
}

extension JoinPlan.Search {
    fileprivate var jsonValue: JSONValue {
        switch self {
        case .exact: ["kind": "exact"]
        case .blocks(let digest): ["kind": "blocks", "sha256": .string(Hex.encode(digest))]
        case .approximate(let search):
            [
                "kind": "approximate", "recall": .integer(search.recall), "tables": .integer(search.tables),
                "keyBits": .integer(search.keyBits), "sketchBits": .integer(search.sketchBits),
                "sketchLimits": .array(search.sketchLimits.map { .integer(Int($0)) }),
                "positions": .array(search.positions.map { .integer(Int($0)) }),
            ]
        }
    }

    fileprivate init?(_ json: JSONValue, bits: Int) {
        switch json["kind"]?.string {
        case "exact": self = .exact
        case "blocks":
            guard let digest = json["sha256"]?.string.flatMap(Hex.decode), digest.count == 32 else { return nil }
            self = .blocks(digest: digest)
        case "approximate":
            guard let search = ApproximateSearch(json, bits: bits) else { return nil }
            self = .approximate(search)
        default: return nil
        }
    }
}

extension ApproximateSearch {
    fileprivate init?(_ json: JSONValue, bits: Int) {
        func number(_ key: String, in range: ClosedRange<Int64>) -> Int? {
            json[key]?.integer.flatMap { range.contains($0) ? Int($0) : nil }
        }
        func numbers(_ key: String, in range: ClosedRange<Int64>) -> [Int64]? {
            guard let values = json[key]?.array else { return nil }
            let numbers = values.compactMap(\.integer).filter(range.contains)
            return numbers.count == values.count ? numbers : nil
        }
        guard let recall = number("recall", in: 1...9_999), let tables = number("tables", in: 1...1_024),
            let keyBits = number("keyBits", in: 1...Int64(HammingTable.greatestKey)),
            let sketchBits = number("sketchBits", in: 0...Int64(HammingTable.greatestSketch)),
            let limits = numbers("sketchLimits", in: 0...Int64(HammingTable.greatestSketch)),
            limits.count == 2 * HammingTable.greatestSketch + 1,
            let positions = numbers("positions", in: 0...Int64(bits - 1)), positions.count >= keyBits + sketchBits,
            zip(positions, positions.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.init(
            recall: recall,
            tables: tables,
            keyBits: keyBits,
            sketchBits: sketchBits,
            sketchLimits: limits.map { UInt8($0) },
            positions: positions.map { UInt32($0) }
        )
    }
}
