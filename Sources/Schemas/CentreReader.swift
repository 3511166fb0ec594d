// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Reads what a feature's votes are centred on.
struct CentreReader {
    let object: SchemaObject
    let profile: Profile

    /// The declared centre, or the role's; nil if something about it was reported or the rest is not known.
    func centre(role: Role?, normaliser: Normaliser?, tokens: Tokeniser?) -> Centre? {
        guard profile != .bloom else {
            object.refuse(["centre"], with: "the profile bloom")
            return Centre.none
        }
        let node = object["centre"]
        let declared = node.map { $0.choice(of: "centre", Centre.self) }
        guard let role, let normaliser, let tokens,
            let centre = declared ?? role.defaultCentre(normaliser)
        else { return nil }
        guard !centre.fits(normaliser, tokens) else { return centre }
        (node ?? object["tokens"] ?? object.node).report(
            .centre,
            "the centre \(centre.rawValue) is not made for this normaliser and these tokens",
            remedy: "take the role's default tokens, or write \"centre\": \"none\" and do without"
        )
        return nil
    }
}
