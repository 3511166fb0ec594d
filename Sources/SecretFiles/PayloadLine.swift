// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files

/// What secret files and cards share: `#` comments, blank lines, and exactly one line that counts.
///
/// White space around lines, and CR LF, are tolerated; people send such files by mail and edit them.
enum PayloadLine {
    private static let limit = 1 << 16

    static func read(path: String, humanReadablePart: String, isSecret: Bool) throws(SecretFileError) -> [UInt8] {
        var text = [UInt8](repeating: 0, count: limit + 1)
        defer { wipe(&text) }
        let (count, isOpen) = try fill(&text, from: path)
        if count > limit {
            throw SecretFileError(
                .tooLarge,
                message: "the file is larger than a key file or card can be",
                remedy: "check that this is the file you meant"
            ).at(path)
        }
        return try data(of: text.span.extracting(first: count), path, humanReadablePart, isOpen: isSecret && isOpen)
    }

    /// The data of the one line that counts.
    ///
    /// - Parameters:
    ///   - path: where the text stands; nil if it came otherwise.
    ///   - isOpen: whether others may have read a secret.
    static func data(
        of text: Span<UInt8>,
        _ path: String?,
        _ humanReadablePart: String,
        isOpen: Bool
    ) throws(SecretFileError) -> [UInt8] {
        let place = try find(in: text, path: path)
        if isOpen, !isCard(text.extracting(place.bytes)) {
            throw SecretFileError(
                .mode,
                message: "others than the owner have access to this secret file",
                remedy: "chmod 600 \(path ?? "it"), and consider who may have read it"
            ).at(path)
        }
        let part: String
        var data: [UInt8]
        do throws(SecretFileError) {
            (part, data) = try Bech32m.decodeText(text.extracting(place.bytes))
        } catch {
            throw error.at(path, line: place.line)
        }
        guard part == humanReadablePart else {
            wipe(&data)
            throw SecretFileError(
                .wrongKind,
                message: "the file holds \(name(ofKind: part)) where \(name(ofKind: humanReadablePart)) is expected",
                remedy: "name the file of the right kind"
            ).at(path, line: place.line)
        }
        return data
    }

    static func write(path: String, mode: UInt32, line: [UInt8], comments: [String]) throws(SecretFileError) {
        do throws(FileError) {
            let file = try OutputFile(path: path, mode: mode)
            for comment in comments {
                // A line break inside a comment must not start a line that counts.
                for part in comment.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
                    try file.write(part.isEmpty ? "#\n" : "# \(part)\n")
                }
            }
            try file.write(line)
            try file.write("\n")
            try file.commit()
        } catch {
            throw SecretFileError(error, reading: false)
        }
    }

    /// Whether a line begins as a card, which is no secret: then the mistake is another than the file's mode.
    private static func isCard(_ line: Span<UInt8>) -> Bool {
        let start = Array("tessera-party-1".utf8)
        return line.count > start.count && start.indices.allSatisfy { line[$0] == start[$0] }
    }

    /// Reads up to the buffer's size; returns the number of bytes, and whether others than the owner have access.
    private static func fill(
        _ text: inout [UInt8],
        from path: String
    ) throws(SecretFileError) -> (count: Int, isOpen: Bool) {
        let file = try open(path)
        var done = 0
        var failure: FileError?
        unsafe text.withUnsafeMutableBytes { buffer in
            do throws(FileError) {
                while done < buffer.count {
                    let count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
                    if count == 0 { return }
                    done += count
                }
            } catch { failure = error }
        }
        if let failure { throw SecretFileError(failure, reading: true) }
        return (done, file.mode & 0o077 != 0)
    }

    private static func open(_ path: String) throws(SecretFileError) -> InputFile {
        do {
            return try InputFile(path: path)
        } catch {
            guard isSecretText(path) else { throw SecretFileError(error, reading: true) }
            throw SecretFileError(
                .open,
                message: "the text of a secret is given where the path of its file belongs",
                remedy: "name the file; whoever saw this command has the secret now"
            )
        }
    }

    /// Whether a path is the text of a key or identity, which no message may repeat.
    private static func isSecretText(_ path: String) -> Bool {
        ["tessera-key-1", "tessera-identity-1"].contains { path.lowercased().hasPrefix($0) }
    }

    /// The one line that is neither blank nor a comment.
    private static func find(
        in text: Span<UInt8>,
        path: String?
    ) throws(SecretFileError) -> (bytes: Range<Int>, line: Int) {
        var found: (bytes: Range<Int>, line: Int)?
        var line = 0
        var start = 0
        while start < text.count {
            line += 1
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            var (first, last) = (start, end)
            while first < last, isBlank(text[first]) { first += 1 }
            while first < last, isBlank(text[last - 1]) { last -= 1 }
            if first < last, text[first] != UInt8(ascii: "#") {
                if found != nil {
                    throw SecretFileError(
                        .lines,
                        message: "the file has more than one line that is not a comment",
                        remedy: "keep one key, identity or card a file; comment lines begin with #"
                    ).at(path, line: line)
                }
                found = (first..<last, line)
            }
            start = end + 1
        }
        guard let found else {
            throw SecretFileError(
                .lines,
                message: "the file has no line that is not a comment",
                remedy: "check that this is the file you meant"
            ).at(path)
        }
        return found
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// Words for a kind; what is not one of ours is not repeated.
    private static func name(ofKind humanReadablePart: String) -> String {
        switch humanReadablePart {
        case "tessera-key-": "a project key"
        case "tessera-identity-": "an identity (secret)"
        case "tessera-party-": "a party card (public)"
        case "tessera-data-key-": "a data key (sealed)"
        case "tessera-id-key-": "an id key (sealed)"
        default: "something else"
        }
    }
}
