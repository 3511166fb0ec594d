// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The skeleton of a report: one file that fetches nothing.
struct Page {
    let title: String
    /// The line above the title.
    let kicker: String
    /// Short texts under the title.
    let subtitles: [String]
    let sections: [Section]
    let payload: Payload?
    /// The script of a page without numbers that a slider shows.
    var script: StaticString?

    /// One part of the page, reachable from the list of contents.
    struct Section {
        let id: String
        let title: String
        let content: Markup

        init(_ id: String, _ title: String, @MarkupBuilder _ content: () -> Markup) {
            self.id = id
            self.title = title
            self.content = content()
        }
    }

    /// Nothing may be fetched, framed or sent; style and script stand in the page itself.
    static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        + "form-action 'none'"

    /// The whole document.
    var html: String {
        let document = element("html", ["lang": "en"]) {
            head
            element("body") {
                element("a", ["class": "skip", "href": "#content"]) { "Skip to the content" }
                header
                element("main", ["id": "content"]) {
                    for section in sections {
                        element("section", ["id": section.id, "aria-labelledby": "\(section.id)-heading"]) {
                            element("h2", ["id": "\(section.id)-heading"]) { section.title }
                            section.content
                        }
                    }
                }
                if let payload {
                    payload.script
                    Markup(element: "script", attributes: [:], content: Markup(trusted: pageScript))
                } else if let script {
                    Markup(element: "script", attributes: [:], content: Markup(trusted: script))
                }
            }
        }
        return "<!DOCTYPE html>\n" + document.html + "\n"
    }

    private var head: Markup {
        element("head") {
            element("meta", ["charset": "utf-8"])
            element("meta", ["http-equiv": "Content-Security-Policy", "content": Page.policy])
            element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            element("meta", ["name": "color-scheme", "content": "light dark"])
            element("meta", ["name": "referrer", "content": "no-referrer"])
            element("title") { "\(title) – \(kicker)" }
            Markup(element: "style", attributes: [:], content: Markup(trusted: pageStyle))
        }
    }

    private var header: Markup {
        element("header") {
            element("p", ["class": "kicker"]) { kicker }
            element("h1") { title }
            element("p", ["class": "meta"]) {
                for subtitle in subtitles { element("span") { subtitle } }
            }
            element("nav", ["aria-label": "Contents"]) {
                for section in sections { element("a", ["href": "#\(section.id)"]) { section.title } }
            }
        }
    }
}
