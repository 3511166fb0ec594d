// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// An object of the document.
struct SchemaObject {
    let node: SchemaNode

    var members: [JSONMember] { node.value.members ?? [] }

    subscript(key: String) -> SchemaNode? {
        node.value[key].map { SchemaNode(value: $0, path: path(of: key), problems: node.problems) }
    }

    /// The value of a key that must be there; reports it if it is not.
    func required(_ key: String, remedy: String) -> SchemaNode? {
        if let child = self[key] { return child }
        reportMissing(key, remedy: remedy)
        return nil
    }

    /// Reports a missing key, at the object it is missing from.
    func reportMissing(_ key: String, remedy: String) {
        node.problems.report(
            .missingKey,
            "the key \"\(key)\" is missing",
            remedy: remedy,
            at: node.value.position,
            path: path(of: key)
        )
    }

    /// Reports those of the keys that stand here.
    func refuse(_ keys: [String], with what: String) {
        for key in keys {
            report(.misplacedKey, "\(what) takes no key \"\(key)\"", remedy: "remove the key", atKey: key)
        }
    }

    /// Reports something about a key, at the key; nothing if the key is not there.
    func report(_ kind: SchemaError.Code, _ message: String, remedy: String, atKey key: String) {
        guard let member = members.first(where: { $0.key.utf8.elementsEqual(key.utf8) }) else { return }
        node.problems.report(kind, message, remedy: remedy, at: member.keyPosition, path: path(of: key))
    }

    func reportUnknownKeys(known: [String]) {
        for member in members where !known.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
            let nearest = Spelling.nearest(to: member.key, among: known).map { "did you mean \"\($0)\"?" }
            let isShowable =
                member.key.utf8.count <= SchemaLimits.nameBytes && member.key.utf8.allSatisfy { 0x20..<0x7F ~= $0 }
            node.problems.report(
                .unknownKey,
                isShowable ? "there is no key \"\(member.key)\" here" : "there is no such key here",
                remedy: nearest ?? "use one of " + known.joined(separator: ", "),
                at: member.keyPosition,
                path: isShowable ? path(of: member.key) : node.path
            )
        }
    }

    private func path(of key: String) -> String { node.path.isEmpty ? key : "\(node.path).\(key)" }
}
