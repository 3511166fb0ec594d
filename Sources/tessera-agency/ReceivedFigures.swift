// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Exchange
internal import JSONText
internal import Reports
internal import Terminal

/// How an agency's own records fared, counted while they are received.
struct ReceivedFigures {
    private(set) var records = 0
    private var linked = 0
    private var onSpine = 0
    private var possible = 0
    private var sharing = 0

    mutating func add(_ flags: ResultFlags) {
        records += 1
        linked += flags.contains(.linked) ? 1 : 0
        onSpine += flags.contains(.onSpine) ? 1 : 0
        possible += flags.contains(.possible) ? 1 : 0
        sharing += flags.contains(.sharesID) ? 1 : 0
    }

    private var share: Estimate { Proportion(successes: linked, trials: records).estimate }

    /// For people: the share linked, then what there is any of.
    func lines(output: String) -> [String] {
        let interval = [share.interval.lowerBound, share.interval.upperBound].map { NumberText.fixed($0 * 100, 1) }
        let percent = share.value.map {
            " (" + NumberText.fixed($0 * 100, 1) + " %, 95 % interval \(interval[0])–\(interval[1]))"
        }
        let others = [
            (onSpine, "of people on the spine"), (possible, "with a possible match that awaits review"),
            (sharing, "with the id of another of these records: likely duplicates"),
        ]
        return [
            "\(output): \(Quantities.grouped(records)) records with their project ids, "
                + "\(Quantities.grouped(linked)) linked\(percent ?? "")"
        ] + others.filter { $0.0 > 0 }.map { "\(Quantities.grouped($0.0)) \($0.1)" }
    }

    var members: [(key: String, value: JSONValue)] {
        [
            ("records", .integer(records)), ("linked", .integer(linked)),
            ("linkedShare", share.value.map(JSONValue.number) ?? .null),
            ("linkedInterval", .array([.number(share.interval.lowerBound), .number(share.interval.upperBound)])),
            ("onSpine", .integer(onSpine)), ("possible", .integer(possible)), ("sharesID", .integer(sharing)),
        ]
    }
}
