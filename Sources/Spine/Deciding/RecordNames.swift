// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Sealing

/// Finds live records by how people name them: `DATASET:ROW` as the ledger writes it, or `DATASET:TOKEN` with a row token of the
/// dataset's current extract.
struct RecordNames {
    let store: SpineStore
    let identity: Identity
    let datasets: [SpineDataset]
    let table: EntityTable
    private var tokens: [Int: [ExtractToken: UInt32]] = [:]

    init(_ table: EntityTable, in store: SpineStore, as identity: Identity) throws(SpineError) {
        self.store = store
        self.identity = identity
        self.table = table
        datasets = try store.datasets()
    }

    /// Why a name stands for no live record.
    enum Failure {
        case form
        case dataset
        case withdrawn
        case record
        case gone

        var message: String {
            switch self {
            case .form: "a record is named DATASET:ROW or DATASET:TOKEN"
            case .dataset: "a record is of a dataset that the spine does not have"
            case .withdrawn: "a record is of a dataset that was withdrawn"
            case .record: "a record has a row or token that its dataset does not have"
            case .gone: "a record is in no current extract any more"
            }
        }
    }

    /// The record of a name.
    mutating func place(_ name: String) throws(SpineError) -> Result<RecordPlace, Failure> {
        // A dataset's name may have colons, a row and a token have none.
        guard let colon = name.lastIndex(of: ":") else { return .failure(.form) }
        guard let dataset = datasets.first(where: { $0.name == name[..<colon] }) else { return .failure(.dataset) }
        guard !dataset.isWithdrawn else { return .failure(.withdrawn) }
        let text = String(name[name.index(after: colon)...])
        let row: Int
        if text.utf8.count == 32, let token = Hex.decode(text) {
            if tokens[dataset.number] == nil {
                tokens[dataset.number] = try store.recordsByToken(dataset, as: identity)
            }
            guard let found = tokens[dataset.number]?[ExtractToken(token)] else { return .failure(.record) }
            row = Int(found)
        } else {
            guard let number = Int(text), text.first != "+", number >= 0 else { return .failure(.form) }
            guard number < dataset.records else { return .failure(.record) }
            row = number
        }
        let place = RecordPlace(dataset: dataset.number, row: row)
        return table.isGone[place.dataset][place.row] ? .failure(.gone) : .success(place)
    }

    /// How the ledger names a record.
    func name(_ place: RecordPlace) -> String { "\(datasets[place.dataset].name):\(place.row)" }
}

extension RecordNames.Failure: Error {}
