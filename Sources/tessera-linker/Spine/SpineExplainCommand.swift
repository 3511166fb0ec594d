// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Faults
internal import JSONText
internal import PartyCommands
internal import Reports
internal import Sealing
internal import Spine
internal import Terminal

/// Says what an id means, old or new.
struct SpineExplainCommand: PartyCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what an id means now, and what the ledger tells of it; every old id resolves."
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "The id: 32 hexadecimal digits.")
    var id: String
    @OptionGroup var keeper: KeeperOptions
    @Option(help: "The study whose id it is.")
    var study = SpineStore.ownStudy
    @OptionGroup var printing: PrintingOptions

    func execute(on console: Console) throws -> Faults.ExitCode {
        guard let bytes = Hex.decode(id.lowercased()), bytes.count == 16 else {
            throw ValidationError("an id has 32 hexadecimal digits")
        }
        let identity = try Identity.load(path: keeper.identity)
        let spine = try SpineStore.open(store.store, isChanged: false)
        let found = try spine.explain(bytes, study: study, as: identity)
        let names = try spine.datasets().map(\.name)
        let now = Hex.encode(found.chain[found.chain.count - 1])
        var lines: [String] = []
        for (old, new) in zip(found.chain, found.chain.dropFirst()) {
            lines.append("\(Hex.encode(old)) is \(Hex.encode(new)) now")
        }
        lines.append(
            "\(now): "
                + (found.isLive
                    ? "\(found.records.count) records, \(found.isOnSpine ? "on the spine" : "on no spine")"
                    : "no record any more")
        )
        for record in found.records { lines.append("record \(record.dataset):\(record.row)") }
        for edge in found.links {
            lines.append(
                "link \(names[edge.first.dataset]):\(edge.first.row) with \(names[edge.second.dataset]):\(edge.second.row), weight \(NumberText.fixed(Double(edge.weight), 1)), probability \(NumberText.fixed(Double(edge.probability), 4))"
            )
        }
        for link in found.relations {
            let probability = NumberText.fixed(link.probability, 4)
            lines.append(
                link.isNamed
                    ? "\(link.relation) \(Hex.encode(link.id)), probability \(probability)"
                    : "\(link.relation) of \(Hex.encode(link.id)), probability \(probability)"
            )
        }
        for entry in found.history { lines.append("run \(entry.run): \(entry.line)") }
        try console.result(
            text: lines,
            json: [
                "id": .string(now), "was": .array(found.chain.dropLast().map { .string(Hex.encode($0)) }),
                "isLive": .bool(found.isLive), "isOnSpine": .bool(found.isOnSpine),
                "records": .array(found.records.map { ["dataset": .string($0.dataset), "row": .integer($0.row)] }),
                "links": .array(
                    found.links.map { edge in
                        [
                            "first": .string("\(names[edge.first.dataset]):\(edge.first.row)"),
                            "second": .string("\(names[edge.second.dataset]):\(edge.second.row)"),
                            "weight": .number(Double(edge.weight)), "probability": .number(Double(edge.probability)),
                        ]
                    }
                ),
                "relations": .array(
                    found.relations.map { link in
                        [
                            "relation": .string(link.relation), "isNamed": .bool(link.isNamed),
                            "id": .string(Hex.encode(link.id)), "probability": .number(link.probability),
                        ]
                    }
                ),
                "history": .array(found.history.map { ["run": .integer($0.run), "line": .string($0.line)] }),
            ]
        )
        return .done
    }
}
