// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

extension Dictionary where Key: RawRepresentable, Key.RawValue == String, Value == Int {
    /// Counts by rule in the order of the rules' names.
    var jsonValue: JSONValue {
        .object(sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, .integer($0.value)) })
    }
}
