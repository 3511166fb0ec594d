// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Who looks at a page.
struct Viewer: Sendable {
    let principal: Principal
    let formToken: String
    /// The cookie's value.
    let secret: String
    /// What is said once at the top of the next page.
    var notice: String?

    /// What pages call the role.
    var roleName: String {
        switch principal.role {
        case .operator: "Operator"
        case .agency: "Agency " + (principal.party ?? "")
        case .steward: "Data steward"
        case .researcher: "Researcher, study " + (principal.party ?? "")
        }
    }
}
