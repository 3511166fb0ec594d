// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A strict reader of the HTML that reports are written in: every element closed, every attribute quoted.
struct HTMLTree {
    struct Failure: Error { let what: String }

    /// An element with its attributes, its children and all text beneath it.
    final class Node {
        let name: String
        let attributes: [String: String]
        var children: [Node] = []
        var text = ""

        init(name: String, attributes: [String: String]) {
            self.name = name
            self.attributes = attributes
        }

        /// All elements beneath, in document order.
        var all: [Node] { children.flatMap { [$0] + $0.all } }

        func all(_ name: String, _ style: String? = nil) -> [Node] {
            all.filter { node in
                node.name == name && (style.map { node.styles.contains($0) } ?? true)
            }
        }

        var styles: [String] { (attributes["class"] ?? "").split(separator: " ").map(String.init) }

        func number(_ attribute: String) -> Double { attributes[attribute].flatMap(Double.init) ?? .nan }

        /// A number of percent.
        func percent(_ attribute: String) -> Double {
            attributes[attribute].flatMap { $0.hasSuffix("%") ? Double($0.dropLast()) : nil } ?? .nan
        }

        func find(id: String) -> Node? { all.first { $0.attributes["id"] == id } }
    }

    let root: Node

    private static let void: Set = ["meta", "input", "br", "col"]
    private static let raw: Set = ["script", "style"]

    init(_ html: String) throws(Failure) {
        let doctype = "<!DOCTYPE html>\n"
        guard html.hasPrefix(doctype) else { throw Failure(what: "no doctype") }
        var reader = Reader(text: Array(html.dropFirst(doctype.count).unicodeScalars))
        let top = Node(name: "", attributes: [:])
        var open = [top]
        while !reader.isAtEnd {
            let node = open[open.count - 1]
            if HTMLTree.raw.contains(node.name), !reader.starts(with: "</\(node.name)>") {
                node.text += try reader.take(until: "</\(node.name)>")
            } else if reader.skip("</") {
                let name = try reader.take(until: ">")
                _ = reader.skip(">")
                guard open.count > 1, name == node.name else {
                    throw Failure(what: "</\(name)> closes <\(node.name)>")
                }
                open.removeLast()
                open[open.count - 1].text += node.text
            } else if reader.skip("<") {
                let child = try reader.element()
                node.children.append(child)
                if !HTMLTree.void.contains(child.name) { open.append(child) }
            } else {
                node.text += try HTMLTree.unescaped(reader.takeText())
            }
        }
        guard open.count == 1, top.children.count == 1 else {
            throw Failure(what: "<\(open.last?.name ?? "")> is open")
        }
        root = top.children[0]
    }

    static func unescaped(_ text: String) throws(Failure) -> String {
        var parts = text.split(separator: "&", omittingEmptySubsequences: false).map(String.init)
        let entities = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "#39": "'"]
        for index in parts.indices.dropFirst() {
            guard let end = parts[index].firstIndex(of: ";"), let known = entities[String(parts[index][..<end])] else {
                throw Failure(what: "a bare ampersand")
            }
            parts[index] = known + parts[index][parts[index].index(after: end)...]
        }
        return parts.joined()
    }
}

/// A cursor over the document.
private struct Reader {
    let text: [Unicode.Scalar]
    var place = 0

    init(text: [Unicode.Scalar]) { self.text = text }

    var isAtEnd: Bool { place >= text.count }

    func starts(with word: String) -> Bool { text[place...].starts(with: word.unicodeScalars) }

    mutating func skip(_ word: String) -> Bool {
        guard starts(with: word) else { return false }
        place += word.unicodeScalars.count
        return true
    }

    mutating func take(until word: String) throws(HTMLTree.Failure) -> String {
        let start = place
        while !isAtEnd, !starts(with: word) { place += 1 }
        guard !isAtEnd else { throw HTMLTree.Failure(what: "\(word) is missing") }
        return string(from: start)
    }

    mutating func takeText() -> String {
        let start = place
        while !isAtEnd, text[place] != "<" { place += 1 }
        return string(from: start)
    }

    /// An element's name and attributes, up to and with the `>`.
    mutating func element() throws(HTMLTree.Failure) -> HTMLTree.Node {
        let start = place
        while !isAtEnd, text[place] != " ", text[place] != ">" { place += 1 }
        let name = string(from: start)
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber }) else {
            throw HTMLTree.Failure(what: "<\(name) is no element")
        }
        var attributes: [String: String] = [:]
        while skip(" ") {
            let key = try take(until: "=\"")
            _ = skip("=\"")
            guard attributes[key] == nil, key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else {
                throw HTMLTree.Failure(what: "the attribute \(key) of <\(name)>")
            }
            let value = try take(until: "\"")
            _ = skip("\"")
            guard !value.contains("<"), !value.contains(">") else { throw HTMLTree.Failure(what: "a bare < in \(key)") }
            attributes[key] = try HTMLTree.unescaped(value)
        }
        guard skip(">") else { throw HTMLTree.Failure(what: "<\(name) does not end") }
        return HTMLTree.Node(name: name, attributes: attributes)
    }

    private func string(from start: Int) -> String {
        var string = ""
        string.unicodeScalars.append(contentsOf: text[start..<place])
        return string
    }
}
