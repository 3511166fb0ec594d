// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Sealing

/// Writes a result file: for each row token of an agency's file its project id; in an order drawn at random.
package final class ResultFileWriter {
    private let output: SealedOutput
    private let draft: ResultHeader.Draft
    private let tuning: Tuning
    private let spool: ShuffledSpool

    /// Takes the output's place.
    ///
    /// - Parameters:
    ///   - sender: the linkage unit.
    ///   - recipient: the agency.
    /// - Throws: `exchange.header` if the draft breaks a rule of the format, `file.exists`, `file.write`.
    package init(
        path: String,
        header draft: ResultHeader.Draft,
        sender: Identity,
        recipient: PartyCard,
        tuning: Tuning = Tuning()
    ) throws(ExchangeError) {
        self.draft = draft
        self.tuning = tuning
        do {
            let random = try RandomStream()
            spool = ShuffledSpool(rowBytes: ResultFile.rowBytes, beside: path, random: random, tuning: tuning)
        } catch {
            throw ExchangeError(error)
        }
        output = try SealedOutput(path: path, sender: sender, recipient: recipient)
        _ = try AnyHeader.results(header).checkedBytes()
    }

    private var header: ResultHeader {
        ResultHeader(
            common: output.header(
                project: draft.project,
                created: draft.created,
                tool: draft.tool,
                chunkBytes: tuning.chunkBytes,
                payloadBytes: spool.rows * spool.rowBytes,
                rows: spool.rows
            ),
            run: draft.run
        )
    }

    /// Adds a row of the agency's file; each token once.
    ///
    /// - Parameters:
    ///   - projectID: 16 bytes.
    ///   - flags: none but those named in `ResultFlags`.
    package func append(token: RowToken, projectID: [UInt8], flags: ResultFlags) throws(ExchangeError) {
        precondition(projectID.count == ResultFile.idBytes, "an id of another length")
        precondition(ResultFlags.known.isSuperset(of: flags), "a flag without a meaning")
        do {
            let place = try unsafe spool.place()
            unsafe token.store(in: place)
            unsafe UnsafeMutableRawBufferPointer(rebasing: place[RowToken.bytes...]).copyBytes(from: projectID)
            unsafe place[ResultFile.rowBytes - 1] = flags.rawValue
        } catch {
            throw ExchangeError(error)
        }
    }

    /// Writes and commits the file; the digest is its SHA-256.
    package func finish() throws(ExchangeError) -> (header: ResultHeader, digest: [UInt8]) {
        let header = header
        let digest = try output.seal(.results(header)) { stream throws(SealingError) in
            try unsafe spool.drain { row throws(SealingError) in try unsafe stream.write(row) }
        }
        return (header, digest)
    }
}

/// Reads result files.
package enum ResultFile {
    static let idBytes = 16
    static let rowBytes = RowToken.bytes + idBytes + 1

    /// Opens a result file; every check has passed when this returns, also that no token occurs twice.
    ///
    /// - Parameters:
    ///   - identity: the agency.
    ///   - trusted: the card of the linkage unit.
    /// - Throws: as `EncodingFile.open`.
    package static func open(
        path: String,
        identity: Identity,
        trusted: [PartyCard]
    ) throws(ExchangeError) -> ResultRows {
        let input = try SealedInput(path: path)
        guard case .results(let header) = input.header else { throw input.wrongKind(wanted: "results") }
        var tokens: [UInt8] = []
        var ids: [UInt8] = []
        var flags: [UInt8] = []
        var splitter = RowSplitter(rowBytes: rowBytes)
        let (stream, _) = try input.checked(as: identity, trusted: trusted)
        try unsafe input.open(stream, as: identity) { piece in
            unsafe splitter.split(piece) { row in
                unsafe tokens.append(contentsOf: row[..<RowToken.bytes])
                unsafe ids.append(contentsOf: row[RowToken.bytes..<rowBytes - 1])
                unsafe flags.append(row[rowBytes - 1])
            }
        }
        guard flags.allSatisfy({ $0 & ~ResultFlags.known.rawValue == 0 }) else {
            throw .damaged(.rows, "a row has flags that this version does not know", path: path)
        }
        guard let index = TokenIndex(tokens: tokens) else {
            throw .damaged(.rows, "a row token occurs twice in the file", path: path)
        }
        return ResultRows(header: header, tokens: tokens, ids: ids, flags: flags, index: index)
    }
}

/// The verified content of a result file.
package struct ResultRows: Sendable {
    package let header: ResultHeader
    /// 16 bytes a row.
    package let tokens: [UInt8]
    private let ids: [UInt8]
    private let flags: [UInt8]
    private let index: TokenIndex

    fileprivate init(header: ResultHeader, tokens: [UInt8], ids: [UInt8], flags: [UInt8], index: TokenIndex) {
        self.header = header
        self.tokens = tokens
        self.ids = ids
        self.flags = flags
        self.index = index
    }

    package var count: Int { flags.count }

    /// The row with this token, in O(log n); nil if there is none.
    package func row(of token: RowToken) -> Int? { index.row(of: token) }

    /// The project id of a row, 16 bytes.
    package func projectID(of row: Int) -> ArraySlice<UInt8> {
        ids[row * ResultFile.idBytes..<(row + 1) * ResultFile.idBytes]
    }

    /// What the linkage unit says of the record of a row.
    package func flags(of row: Int) -> ResultFlags { ResultFlags(rawValue: flags[row]) }
}
