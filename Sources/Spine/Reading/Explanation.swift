// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
package import Sealing

/// What an id means, and how that came about.
package struct Explanation: Sendable {
    /// The ids that it became by merges, itself first; the last one is the id now.
    package let chain: [[UInt8]]
    /// Whether it has records now.
    package let isLive: Bool
    package let isOnSpine: Bool
    /// The live records, by dataset name and row.
    package let records: [(dataset: String, row: Int)]
    /// The links among them, the strongest first.
    package let links: [Edge]
    /// Relatives whom its records name, and people whose records name it as one.
    package let relations: [(id: [UInt8], relation: String, isNamed: Bool, probability: Double)]
    /// The lines of the ledger that name one of the ids, with their runs.
    package let history: [(run: Int, line: String)]
}

extension SpineStore {
    /// Resolves an id, old or new.
    ///
    /// - Parameters:
    ///   - id: 16 bytes.
    ///   - study: whose id it is.
    /// - Throws: `spine.id` if the study has no such id, `spine.study`.
    package func explain(_ id: [UInt8], study: String, as identity: Identity) throws(SpineError) -> Explanation {
        let cipher = try ids(of: study, as: identity)
        let own = try ids(of: Self.ownStudy, as: identity)
        let table = try entityTable(as: identity)
        guard let number = cipher.number(of: id), number < UInt64(table.count) else {
            throw SpineError(
                .id,
                "there is no such id in this study",
                remedy: "name the study that the id is of with --study",
                exitCode: .usage
            )
        }
        var chain = [UInt32(number)]
        while let heir = try heir(of: chain[chain.count - 1]), chain.count <= table.count { chain.append(heir) }
        let entity = chain[chain.count - 1]
        guard entity < table.count else { throw .damaged("an id became one that no run made") }
        let places = table.records { $0 == entity }
        let names = try datasets().map(\.name)
        let members = Set(places)
        let links = try edges(as: identity).filter {
            $0.isLink && members.contains($0.first) && members.contains($0.second)
        }
        .sorted { $0.weight > $1.weight }
        let relations = try families(table, as: identity).links.filter { $0.entity == entity || $0.relative == entity }
        var history: [(run: Int, line: String)] = []
        for number in chain {
            let text = Hex.encode(own.id(of: UInt64(number)))
            for reader in try ledger(1...lastRun().number) {
                try reader.lines(with: text) { line throws(SpineError) in history.append((reader.run, String(line))) }
            }
        }
        history.sort { ($0.run, $0.line) < ($1.run, $1.line) }
        return Explanation(
            chain: chain.map { cipher.id(of: UInt64($0)) },
            isLive: !places.isEmpty,
            isOnSpine: table.isOnSpine[Int(entity)],
            records: places.map { (names[$0.dataset], $0.row) },
            links: links,
            relations: relations.map { link in
                let isNamed = link.entity == entity
                let other = cipher.id(of: UInt64(isNamed ? link.relative : link.entity))
                return (id: other, relation: link.relation, isNamed: isNamed, probability: link.probability)
            },
            history: history
        )
    }
}
