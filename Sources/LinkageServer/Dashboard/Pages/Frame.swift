// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Reports

/// The skeleton of every page of the dashboard.
struct Frame {
    let title: String
    /// The linkage unit's name.
    let unit: String
    var viewer: Viewer?
    /// Where the page stands, from the top: names and addresses.
    var crumbs: [(name: String, path: String)] = []
    /// Short texts under the title.
    var subtitles: [String] = []
    /// Whether numbers follow a slider.
    var hasSlider = false
    /// Where changes are told, and how the page is now.
    var live: (path: String, version: String)?
    var style = ""

    struct Section {
        let id: String
        let title: String
        var style = ""
        /// Whether it is replaced when something changed.
        var isLive = false
        let content: Markup

        init(
            _ id: String,
            _ title: String,
            style: String = "",
            isLive: Bool = false,
            @MarkupBuilder _ content: () -> Markup
        ) {
            (self.id, self.title, self.style, self.isLive) = (id, title, style, isLive)
            self.content = content()
        }
    }

    /// The document with its sections under one heading.
    func html(_ sections: [Section]) -> String {
        let document = element("html", ["lang": "en"]) {
            head
            element("body") {
                element("a", ["class": "skip", "href": "#content"]) { "Skip to the content" }
                bar
                element("main", ["id": "content", "class": style]) {
                    heading(sections)
                    if let notice = viewer?.notice { element("p", ["class": "notice", "role": "status"]) { notice } }
                    for section in sections { markup(section) }
                }
                element("footer") {
                    element("p", ["id": "live-status", "class": "unseen", "role": "status"])
                    if let live {
                        element("div", ["data-events": live.path, "data-version": live.version])
                    }
                }
            }
        }
        return "<!DOCTYPE html>\n" + document.html + "\n"
    }

    private var head: Markup {
        element("head") {
            element("meta", ["charset": "utf-8"])
            element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            element("meta", ["name": "color-scheme", "content": "light dark"])
            element("title") { "\(title) – \(unit)" }
            element("link", ["rel": "icon", "href": Asset.icon.path, "type": "image/svg+xml"])
            element("link", ["rel": "stylesheet", "href": Asset.style.path])
            if hasSlider { element("script", ["src": Asset.slider.path, "defer": ""]) }
            if live != nil { element("script", ["src": Asset.live.path, "defer": ""]) }
        }
    }

    private var bar: Markup {
        element("header", ["class": "bar"]) {
            element("a", ["class": "brand", "href": "/"]) {
                element("img", ["src": Asset.icon.path, "alt": ""])
                element("span") {
                    "Tessera "
                    element("small") { unit }
                }
            }
            if let viewer {
                element("div", ["class": "who"]) {
                    element("span") { viewer.roleName }
                    Forms.button("/logout", viewer, "Log out", style: "quiet")
                }
            }
        }
    }

    private func heading(_ sections: [Section]) -> Markup {
        element("header") {
            if !crumbs.isEmpty {
                element("p", ["class": "crumbs"]) {
                    for crumb in crumbs {
                        element("a", ["href": crumb.path]) { crumb.name }
                        " /"
                    }
                }
            }
            element("h1") { title }
            if !subtitles.isEmpty {
                element("p", ["class": "meta"]) { for subtitle in subtitles { element("span") { subtitle } } }
            }
            if sections.count > 2 {
                element("nav", ["aria-label": "On this page"]) {
                    for section in sections { element("a", ["href": "#\(section.id)"]) { section.title } }
                }
            }
        }
    }

    private func markup(_ section: Section) -> Markup {
        element("section", ["class": section.style, "id": section.id, "aria-labelledby": "\(section.id)-heading"]) {
            element("h2", ["id": "\(section.id)-heading"]) { section.title }
            if section.isLive {
                element("div", ["data-part": "", "id": "\(section.id)-part"]) { section.content }
            } else {
                section.content
            }
        }
    }
}
