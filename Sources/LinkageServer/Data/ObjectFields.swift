// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import JSONText

/// The members of a JSON object that somebody wrote, taken one by one; what is left over was misspelt.
struct ObjectFields {
    private var members: [String: JSONValue] = [:]
    private let name: String
    private let fault: @Sendable (String, JSONPosition?) -> ServerError

    /// - Parameters:
    ///   - name: what the object is, as an error names it.
    ///   - fault: the error that says what is wrong, and where.
    init(
        _ value: JSONValue,
        _ name: String,
        fault: @escaping @Sendable (String, JSONPosition?) -> ServerError
    ) throws(ServerError) {
        guard let list = value.members else { throw fault("\(name) is no JSON object", value.position) }
        for member in list { members[member.key] = member.value }
        self.name = name
        self.fault = fault
    }

    mutating func take(_ key: String) -> JSONValue? {
        let value = members.removeValue(forKey: key)
        return value?.isNull == true ? nil : value
    }

    mutating func text(_ key: String) throws(ServerError) -> String? {
        guard let value = take(key) else { return nil }
        guard let text = value.string, text.utf8.count <= 65_536 else {
            throw fault("'\(key)' is no text", value.position)
        }
        return text
    }

    mutating func neededText(_ key: String) throws(ServerError) -> String {
        guard let text = try text(key) else { throw fault("'\(key)' is missing", nil) }
        return text
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) throws(ServerError) -> Int? {
        guard let value = take(key) else { return nil }
        guard let number = value.integer, let integer = Int(exactly: number), range.contains(integer) else {
            throw fault("'\(key)' is no integer from \(range.lowerBound) to \(range.upperBound)", value.position)
        }
        return integer
    }

    mutating func flag(_ key: String) throws(ServerError) -> Bool? {
        guard let value = take(key) else { return nil }
        guard let flag = value.bool else { throw fault("'\(key)' is neither true nor false", value.position) }
        return flag
    }

    /// Refuses what nobody asked for.
    func end() throws(ServerError) {
        guard let key = members.keys.sorted().first else { return }
        throw fault("\(name) has a key that is not known here", members[key]?.position)
    }
}

extension ServerError {
    /// What is wrong with the configuration file.
    static func configuration(_ what: String, _ position: JSONPosition? = nil) -> ServerError {
        ServerError(
            .configuration,
            what,
            remedy: "correct the configuration file; 'man tessera-server' lists its keys",
            exitCode: .usage,
            position: position.map { FaultPosition(line: $0.line, lineColumn: $0.column) }
        )
    }
}
