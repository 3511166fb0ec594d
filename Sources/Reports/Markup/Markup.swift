// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// HTML or SVG text that is escaped by construction.
///
/// Foreign text enters only as content of an element or as an attribute's value, and both are escaped; element and
/// attribute names are literals of this module.
package struct Markup: Sendable {
    package private(set) var html = ""

    package init() {}

    /// Trusted text of this module, such as the style sheet, taken as it is.
    init(trusted html: StaticString) { self.html = "\(html)" }

    /// JSON inside a script element: `<`, `>` and `&` become escapes, so that no text can end the element.
    init(json: String) {
        for character in json.unicodeScalars {
            switch character {
            case "<": html += "\\u003c"
            case ">": html += "\\u003e"
            case "&": html += "\\u0026"
            default: html.unicodeScalars.append(character)
            }
        }
    }

    /// Foreign text, escaped for content and for quoted attribute values alike.
    package init(text: String) {
        for character in text.unicodeScalars {
            switch character {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(character)
            }
        }
    }

    /// An element with its attributes in order; void elements get no closing tag.
    init(element name: StaticString, attributes: KeyValuePairs<StaticString, String>, content: Markup) {
        html = "<\(name)"
        for (key, value) in attributes { html += " \(key)=\"\(Markup(text: value).html)\"" }
        html += ">"
        if Markup.void.contains("\(name)") { return }
        html += content.html
        html += "</\(name)>"
    }

    mutating func append(_ other: Markup) { html += other.html }

    private static let void: Set<String> = ["meta", "input", "br", "col", "link"]
}

/// Writes an element.
package func element(
    _ name: StaticString,
    _ attributes: KeyValuePairs<StaticString, String> = [:],
    @MarkupBuilder _ content: () -> Markup = { Markup() }
) -> Markup {
    Markup(element: name, attributes: attributes, content: content())
}
