// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Files
internal import Sealing

/// A sealed file whose start, header and size were found good; who made it and what is in it is not known yet.
struct SealedInput {
    let header: AnyHeader
    private let file: InputFile
    private let prefix: [UInt8]
    private let layout: StreamLayout

    /// Checks magic, version, header and size, in this order.
    ///
    /// Reads no more than the header; what the header says is compared with the file's size before memory depends on it.
    init(path: String) throws(ExchangeError) {
        do {
            file = try InputFile(path: path)
        } catch {
            throw ExchangeError(error)
        }
        guard let size = file.size else {
            throw ExchangeError(
                .pipe,
                "a sealed file is read twice, so it can't come from a pipe or device",
                remedy: "save it to a file first",
                path: path,
                exitCode: .unreadableInput
            )
        }
        let start = try file.bytes(from: 0, count: FileStart.bytes)
        guard start.starts(with: FileStart.magic) else { throw try Self.foreign(file) }
        let cut = ExchangeError.damaged(.truncated, "the file is shorter than its header says", path: path)
        guard start.count == FileStart.bytes else { throw cut }
        let version = FileStart.number(start[8..<12])
        guard version == FileStart.version else {
            throw ExchangeError(
                .version,
                "the file has format version \(version), and this program reads version \(FileStart.version)",
                remedy: "use the version of Tessera that the sender used",
                path: path,
                byte: 8,
                exitCode: .mismatch
            )
        }
        let headerBytes = Int(FileStart.number(start[12..<16]))
        guard headerBytes <= FileStart.greatestHeader else {
            throw ExchangeError.damaged(.header, "the header is longer than a header can be", path: path, byte: 12)
        }
        guard FileStart.bytes + headerBytes <= size else { throw cut }
        prefix = try file.bytes(from: 0, count: FileStart.bytes + headerBytes)
        do {
            header = try AnyHeader(parsing: Array(prefix.dropFirst(FileStart.bytes)))
        } catch {
            throw error.at(path)
        }
        layout = StreamLayout(
            prefixBytes: prefix.count,
            chunkBytes: header.common.chunkBytes,
            payloadBytes: header.common.payloadBytes
        )
        if size < layout.fileBytes { throw cut }
        if size > layout.fileBytes {
            throw .damaged(.trailing, "the file is longer than its header says", path: path, byte: layout.fileBytes)
        }
    }

    var path: String { file.path }

    /// The card of the sender among those given, compared by name and key.
    ///
    /// - Throws: `exchange.sender.unknown`.
    func sender(among trusted: [PartyCard]) throws(ExchangeError) -> PartyCard {
        let name = header.common.senderName
        let namesakes = trusted.filter { $0.name == name }
        if let card = namesakes.first(where: { $0.signKey == header.common.senderSignKey }) { return card }
        throw ExchangeError(
            .senderUnknown,
            namesakes.isEmpty
                ? "the file says that it comes from \(name), whose card was not given"
                : "the file says that it comes from \(name), but under another key than on the card given",
            remedy: "get the sender's card, and compare its fingerprint by telephone",
            path: path,
            exitCode: .untrustedParty
        )
    }

    /// Refuses a file that is sealed to somebody else.
    ///
    /// - Throws: `exchange.recipient.other`.
    func checkRecipient(_ identity: Identity) throws(ExchangeError) {
        let recipient = header.common
        guard recipient.recipientName == identity.name, recipient.recipientSealKey == identity.card.sealKey else {
            throw ExchangeError(
                .recipientOther,
                "the file is sealed to \(recipient.recipientName), and not to this identity",
                remedy: "use the identity whose card the sender was given, or have the file sealed again",
                path: path,
                exitCode: .untrustedParty
            )
        }
    }

    /// Checks the signature over the whole file.
    ///
    /// - Throws: `exchange.signature`.
    func verified(by sender: PartyCard) throws(ExchangeError) -> VerifiedStream {
        do {
            return try SealedStream(file: file, prefix: prefix, layout: layout).verified(signKey: sender.signKey)
        } catch {
            throw ExchangeError(error)
        }
    }

    /// Every check before the payload in its order: sender, recipient, signature.
    ///
    /// Only after it may memory depend on what the header says of the rows: before, anybody may have written it.
    func checked(
        as identity: Identity,
        trusted: [PartyCard]
    ) throws(ExchangeError) -> (stream: VerifiedStream, sender: PartyCard) {
        let sender = try sender(among: trusted)
        try checkRecipient(identity)
        return (try verified(by: sender), sender)
    }

    /// Decrypts a checked payload; it goes to `body` piece by piece.
    ///
    /// - Throws: any fault of the layers beneath; what `body` got is void then.
    func open(
        _ stream: VerifiedStream,
        as identity: Identity,
        to body: (UnsafeRawBufferPointer) -> Void
    ) throws(ExchangeError) {
        do {
            try unsafe stream.decrypt(as: identity) { piece in
                unsafe body(piece)
                return true
            }
        } catch {
            throw ExchangeError(error)
        }
    }

    /// The fault of a file of another kind than the one wanted.
    func wrongKind(wanted: String) -> ExchangeError {
        ExchangeError(
            .kind,
            "the file is of kind \(header.kind), and \(wanted) is wanted here",
            remedy: "name the right file; 'inspect' shows what a file is",
            path: path,
            exitCode: .unreadableInput
        )
    }

    /// The fault of a file without our magic; readable text gets a warning about plaintext.
    private static func foreign(_ file: InputFile) throws(ExchangeError) -> ExchangeError {
        let sample = try file.bytes(from: 0, count: 4096)
        // UTF-16, which spreadsheets write, has bytes that are no text by themselves, but a byte order mark.
        let isText =
            sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF])
            || !sample.isEmpty && sample.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
        return ExchangeError(
            .notTessera,
            isText ? "this is readable text, not a sealed file of Tessera" : "this is not a sealed file of Tessera",
            remedy: isText
                ? "never send a plaintext table: tessera-agency encode makes the file to send; delete this copy if it came from elsewhere"
                : "check that this is the file you meant",
            path: file.path,
            exitCode: .notATesseraFile
        )
    }
}

extension InputFile {
    /// Up to `count` bytes from an offset, fewer at the end of the file.
    fileprivate func bytes(from offset: Int, count: Int) throws(ExchangeError) -> [UInt8] {
        let buffer = RawBuffer(count: count)
        do {
            return unsafe Array(buffer[0..<(try read(into: buffer.bytes, at: offset))])
        } catch {
            throw ExchangeError(error)
        }
    }
}
