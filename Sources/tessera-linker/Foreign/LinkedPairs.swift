// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import Faults
internal import Files
internal import JSONText
internal import Linkage
internal import Sealing
internal import Terminal

/// A folder that `import` wrote.
struct ImportedFolder {
    let path: String
    let header: EncodingHeader
    let rows: RowsFile
    private let index: TokenIndex

    init(path: String) throws {
        self.path = path
        header = try EncodingFile.readEncodingHeader(path: path + "/encodings.tessera")
        rows = try RowsFile(path: "\(path)/\(RowsFile.name)")
        guard rows.count == header.rows, let index = TokenIndex(tokens: rows.tokens) else {
            throw LinkerError.rowsFile("\(path)/\(RowsFile.name)")
        }
        self.index = index
    }

    var agency: String { header.agency }

    /// The row of the other tool's file that has a token in hexadecimal digits.
    func row(_ token: ArraySlice<UInt8>) -> Int? {
        guard let bytes = Hex.decode(String(decoding: token, as: UTF8.self)), bytes.count == RowToken.bytes else {
            return nil
        }
        return row(of: bytes.rowToken(at: 0))
    }

    /// The row of the other tool's file that has a token.
    func row(of token: RowToken) -> Int? { index.row(of: token) }

    /// The agency's card, made by `import`.
    func card() throws -> PartyCard { try PartyCard.load(path: "\(path)/\(agency).card") }
}

/// What a linkage of imported files found, by the rows of those files; the datasets are numbered as their folders were given.
struct LinkedPairs {
    /// Candidate pairs in anonlink's order.
    let pairs: [SimilarPair]
    /// Whether the pairs are all candidates by one similarity; else they are the links that match weights made.
    let areCandidates: Bool
    /// Groups that were read as such; nil if they follow from the pairs.
    private var known: [[UInt64]]?

    /// Takes pairs of another tool.
    init(candidates: [SimilarPair]) {
        pairs = SimilarPair.ordered(candidates)
        areCandidates = true
    }

    /// Reads what `link` wrote.
    ///
    /// Dice is calculated again from the counts, so that it has the value, to the last bit, that anonlink gives. Of pairs that match
    /// weights judged the links are taken, with their probability as similarity: candidates of theirs may be as good as impossible.
    init(linked folder: String, of datasets: [ImportedFolder]) throws {
        let path = folder + "/pairs.csv"
        let reader = try DelimitedReader(path: path, delimiter: UInt8(ascii: ","))
        guard try reader.next() else { throw LinkerError.noPairs(path) }
        var columns: [String: Int] = [:]
        for place in 0..<reader.fieldCount {
            columns[String(decoding: reader.field(place), as: UTF8.self)] = place
        }
        let counts = ["intersection", "popcount_a", "popcount_b"].compactMap { columns[$0] }
        guard let nameA = columns["dataset_a"], let tokenA = columns["token_a"], let nameB = columns["dataset_b"],
            let tokenB = columns["token_b"], let assigned = columns["assigned"],
            let value = columns["similarity"] ?? columns["probability"]
        else { throw LinkerError.noPairs(path) }
        let isDice = try counts.count == 3 && Self.measure(folder) == "dice"
        areCandidates = counts.count == 3
        var pairs: [SimilarPair] = []
        func record(_ name: Int, _ token: Int) throws -> (UInt32, UInt32) {
            let name = reader.field(name)
            guard let dataset = datasets.firstIndex(where: { name.elementsEqual($0.agency.utf8) }),
                let row = datasets[dataset].row(reader.field(token))
            else { throw LinkerError.foreignPair(path, reader.number) }
            return (UInt32(dataset), UInt32(row))
        }
        func number(_ place: Int) throws -> Double {
            guard let number = Double(String(decoding: reader.field(place), as: UTF8.self)) else {
                throw LinkerError.noPairs(path)
            }
            return number
        }
        while try reader.next() {
            guard reader.fieldCount == columns.count else { throw LinkerError.noPairs(path) }
            if !areCandidates, !reader.field(assigned).elementsEqual("1".utf8) { continue }
            let (a, b) = (try record(nameA, tokenA), try record(nameB, tokenB))
            let similarity =
                isDice ? 2 * (try number(counts[0])) / (try number(counts[1]) + number(counts[2])) : try number(value)
            pairs.append(.init(similarity: similarity, datasets: (a.0, b.0), rows: (a.1, b.1)))
        }
        self.pairs = SimilarPair.ordered(pairs)
    }

    /// Reads the sealed results that `link` or `spine ids` wrote, as each agency would: records with one id are a group.
    ///
    /// - Parameter unit: the card of the linkage unit that sealed them.
    init(sealed folder: String, of datasets: [ImportedFolder], unit: PartyCard) throws {
        pairs = []
        areCandidates = false
        var groups: [[UInt8]: [UInt64]] = [:]
        for (number, dataset) in datasets.enumerated() {
            let results = try ResultFile.open(
                path: "\(folder)/results/\(dataset.agency).tessera",
                identity: try Identity.load(path: "\(dataset.path)/\(dataset.agency).identity"),
                trusted: [unit]
            )
            for place in 0..<results.count {
                guard let row = dataset.row(of: results.tokens.rowToken(at: place)) else {
                    throw LinkerError.foreignPair(folder, 0)
                }
                groups[Array(results.projectID(of: place)), default: []].append(UInt64(number) << 32 | UInt64(row))
            }
        }
        known = groups.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    /// Disjoint groups of records that are one person's.
    ///
    /// Of candidates those of anonlink's greedy solver; of links what they join.
    func groups() -> [[UInt64]] {
        if let known { return known }
        if areCandidates {
            var greedy = GreedyGroups()
            for pair in pairs { greedy.add(pair.records.0, pair.records.1) }
            return greedy.groups
        }
        var components = RecordComponents()
        for pair in pairs { components.join(pair.records.0, pair.records.1) }
        return components.groups
    }

    private static func measure(_ folder: String) throws -> String? {
        let path = folder + "/run.json"
        let text = try InputFile(path: path).readAll(limit: 1 << 26)
        return try JSONParser.parse(text, file: path)["parameters"]?["similarity"]?.string
    }
}

/// What pairs of records join.
struct RecordComponents {
    private var parent: [UInt64: UInt64] = [:]

    mutating func join(_ first: UInt64, _ second: UInt64) {
        let (a, b) = (root(first), root(second))
        parent[max(a, b)] = min(a, b)
        parent[min(a, b)] = min(a, b)
    }

    /// The groups in the order of their first records, each in order.
    var groups: [[UInt64]] {
        mutating get {
            var groups: [UInt64: [UInt64]] = [:]
            for record in parent.keys.sorted() { groups[root(record), default: []].append(record) }
            return groups.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }
        }
    }

    private mutating func root(_ record: UInt64) -> UInt64 {
        var root = record
        while let next = parent[root], next != root { root = next }
        var at = record
        while at != root, let next = parent[at] {
            parent[at] = root
            at = next
        }
        return root
    }
}
