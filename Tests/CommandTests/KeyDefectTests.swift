// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Keys and secrets of the built programs: none is left out, given away or handed on.
@Suite struct KeyDefectTests {
    /// Key files with a right checksum over another number of bytes than 32, made by `encode` of `Specs/Vectors/bech32m.py`:
    /// the bytes 1, 2, … after the project's name `p`.
    static let keysOfOtherLengths = [
        (0, "TESSERA-KEY-1Q9CQJJD27J"), (15, "TESSERA-KEY-1Q9CQZQSRQSZSVPCGPY9QKRQDPC8SYCJSR5"),
        (16, "TESSERA-KEY-1Q9CQZQSRQSZSVPCGPY9QKRQDPC83QK5LA3Y"),
        (31, "TESSERA-KEY-1Q9CQZQSRQSZSVPCGPY9QKRQDPC83QYGJZV2P29SHRQV35XCUR50P78WLQ53"),
        (33, "TESSERA-KEY-1Q9CQZQSRQSZSVPCGPY9QKRQDPC83QYGJZV2P29SHRQV35XCUR50P7GPP3S8K9F"),
    ]
    /// The same script's key of 32 bytes, which is taken.
    static let keyOfTheRightLength = "TESSERA-KEY-1Q9CQZQSRQSZSVPCGPY9QKRQDPC83QYGJZV2P29SHRQV35XCUR50P7GQ8VNFTN"

    @Test(arguments: [AgencySession.Way.bloom, .hardened, .hardenedStrict])
    func defect_D3_noEncodingWithoutAWholeKey(way: AgencySession.Way) throws {
        let session = try AgencySession(rows: 3, seed: 1)
        let encode = AgencySession.encode(way)
        let contents = [
            "empty": "", "words": "correct horse battery staple\n",
            "hex": String(repeating: "9f86d081", count: 8) + "\n",
            "base64": AgencySession.secret + "\n", "zeros": String(repeating: "\0", count: 32),
        ]
        .merging(Self.keysOfOtherLengths.map { ("bytes-\($0)", "\($1)\n") }) { $1 }
        for (name, content) in contents { try session.shell.write(content, to: name) }
        try session.shell.write(Self.keyOfTheRightLength + "\n", to: "whole")
        try session.run("chmod 600 *")
        let before = try session.names()
        for name in contents.keys.sorted() + ["secret", "a.identity", "unit.card", "/dev/null", "none"] {
            let outcome = try session.shell.run(encode.replacingOccurrences(of: "project.key", with: name))
            #expect(outcome.status == 12, "\(name): \(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
        let without = try session.shell.run(encode.replacingOccurrences(of: "--key project.key", with: ""))
        #expect(without.status == 2 && without.errors.contains("--key is missing"), "\(without.errors)")
        let secret = encode.replacingOccurrences(of: "--key project.key", with: "--secret-file secret --project p")
        #expect(try session.shell.run(secret).status == 2)
        #expect(try session.names() == before)
        // A key of the right length made by the same script is taken, so the refusals mean something.
        try session.run(encode.replacingOccurrences(of: "project.key", with: "whole"))
        #expect(try session.names().subtracting(before) == [way.output, "\(way.output).rowmap"])
    }

    @Test(arguments: [AgencySession.Way.clkhash, .clks])
    func defect_D3_noEncodingByASchemaOfClkhashWithoutASecret(way: AgencySession.Way) throws {
        let session = try AgencySession(rows: 3, seed: 2)
        let encode = AgencySession.encode(way)
        try session.shell.write("", to: "empty")
        let before = try session.names()
        for (replacement, status) in [("--secret-file empty", 12), ("", 2), ("--key project.key", 2)]
            as [(String, Int32)]
        {
            let command = encode.replacingOccurrences(of: "--secret-file secret", with: replacement)
            let outcome = try session.shell.run(command)
            #expect(outcome.status == status, "\(command): \(outcome.errors)")
        }
        #expect(try session.names() == before)
        // A weak one is an old project's own; it is taken, with a warning.
        try session.shell.write("chicken", to: "weak")
        let weak = try session.shell.run(encode.replacingOccurrences(of: "file secret", with: "file weak"))
        #expect(weak.status == 0 && weak.errors.contains("[clkhash.warning.secret.passphrase]"), "\(weak.errors)")
    }

    /// Everything that is printed or written, searched for unkeyed digests of keys, identities and secret, alone or beside what
    /// the other side knows.
    @Test func defect_D5_noDigestOfAKeyOrSecretComesOut() throws {
        let session = try AgencySession(rows: 40, seed: 3)
        var commands = AgencySession.Way.allCases.map { AgencySession.encode($0) }
        commands += commands.map { $0.replacingOccurrences(of: " -o ", with: " --json -o json.") }
        for way in AgencySession.Way.allCases where way != .clks {
            commands += ["tessera-agency inspect \(way.output)", "tessera-agency inspect --json \(way.output)"]
        }
        commands += [
            "tessera-agency key check project.key", "tessera-agency key check --json project.key",
            "tessera-agency key new --project p -o other.key --json", "tessera-agency identity show a.card",
            "tessera-agency identity show a.card --json", "tessera-agency identity new b --json",
            "tessera-agency verify bloom.tessera --sender a.card",
            "tessera-agency encode people.csv --schema bloom.json "
                + "--key secret --identity a.identity --to unit.card -o none",
            AgencySession.encode(.bloom).replacingOccurrences(of: "a.identity", with: "b.identity")
                .replacingOccurrences(of: "bloom.tessera", with: "b.tessera"),
            "tessera-linker link bloom.tessera b.tessera --identity unit.identity --agency a.card --agency b.card "
                + "--threshold 0.8 -o out",
        ]
        for command in commands { _ = try session.shell.run("{ \(command); } >> printed 2>&1") }
        let values = #"""
            import sys
            ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
            def show(label, data): print(data.hex(), label, sep="\t")
            for name in ("project.key", "other.key", "a.identity", "b.identity", "unit.identity"):
                text = open(name, "rb").read()
                line = [l for l in text.split(b"\n") if l and not l.startswith(b"#")][0]
                symbols = line.decode().lower().rsplit("1", 1)[1][:-6]
                bits = "".join(f"{ALPHABET.index(c):05b}" for c in symbols)
                data = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits) - 7, 8))
                key = data[1 + data[0]:]
                assert len(key) == 32
                for form in (text, line, line.lower(), line + b"\n", data, key, key.hex().encode()): show(name, form)
            secret = open("secret", "rb").read()
            for form in (secret, secret + b"\n", secret.hex().encode()): show("secret", form)
            """#
        try session.shell.write(values, to: "values.py")
        try session.run("python3 values.py > values")
        let fingerprint = try session.run("tessera-agency schema check bloom.json | tail -1")
            .trimmingCharacters(in: .newlines).suffix(64)
        let inputs: Set<String> = [
            "project.key", "other.key", "a.identity", "b.identity", "unit.identity", "secret", "values",
        ]
        let files = try session.names().subtracting(inputs).filter { !$0.hasPrefix(".tmp") }.sorted()
        #expect(files.contains("printed") && files.contains("out/report.html"))
        #expect(
            AgencySession.Way.allCases.allSatisfy { files.contains($0.output) && files.contains("json.\($0.output)") }
        )
        func search(_ files: [String]) throws -> String {
            try session.run(
                "python3 \(DigestSearch.script) values \(files.joined(separator: " ")) --beside 70 \(fingerprint) \(fingerprint)70"
            )
        }
        #expect(try search(files).isEmpty)
        // What others publish is found: a digest in hex, cut in half, in base64 within a longer text.
        try session.run(
            """
            sha256sum < secret | cut -c 1-32 > planted1; printf 'xx%sp' "$(cat secret)" | tail -c +3 | md5sum > planted2
            python3 -c 'import base64, hashlib; print(base64.b64encode(b"....." + hashlib.sha1(open("a.identity", "rb").read()).digest()))' > planted3
            """
        )
        let found = try search(["planted1", "planted2", "planted3"]).split(separator: "\n")
        #expect(Set(found) == ["secret\tplanted1\tsha256", "secret\tplanted2\tmd5", "a.identity\tplanted3\tsha1"])
    }

    /// While the table is read: what other users of the machine see of the process; and that it starts no other.
    @Test(arguments: [AgencySession.Way.bloom, .hardened, .clkhash])
    func defect_D6_noKeyOnACommandLineOrInAnEnvironment(way: AgencySession.Way) throws {
        let session = try AgencySession(rows: 500, seed: 4)
        try session.run(
            """
            mkfifo rows; \(AgencySession.encode(way, table: "rows")) & child=$!
            exec 3> rows; head -200 people.csv >&3
            until ls | grep -q 'tessera.partial'; do kill -0 $child || exit 99; sleep 0.05; done
            tr '\\0' '\\n' < /proc/$child/cmdline > argv || exit 98
            tr '\\0' '\\n' < /proc/$child/environ > environment || true
            grep -ls "^PPid:[[:space:]]$child\\$" /proc/[0-9]*/status > children
            tail -n +201 people.csv >&3; exec 3>&-; wait $child
            """
        )
        let files = try session.shell.files()
        let seen = try #require(files["argv"]) + (files["environment"] ?? Data())
        #expect(String(decoding: seen, as: UTF8.self).hasPrefix("tessera-agency\nencode\nrows\n"))
        for file in ["project.key", "a.identity"] {
            let line = try session.secretLine(of: file)
            #expect(CanaryScanner(line).shapes(in: seen).isEmpty)
            #expect(!CanaryScanner(line).shapes(in: try #require(files[file])).isEmpty)
        }
        #expect(CanaryScanner(AgencySession.secret).shapes(in: seen).isEmpty)
        #expect(try #require(files["children"]).isEmpty)

        // Not for a moment either: one program is started, and every clone is a thread of it.
        try session.run(
            "rm \(way.output)*; strace -f -qq -o log -e trace=execve,fork,vfork,clone,clone3 \(AgencySession.encode(way))"
        )
        let calls = try session.run("sed 's/^[0-9]* *//' log").split(separator: "\n").filter {
            !$0.contains("resumed>")
        }
        #expect(calls.count { $0.hasPrefix("execve(") } == 1, "\(calls)")
        for call in calls where !call.hasPrefix("execve(") && !call.hasPrefix("+++") && !call.hasPrefix("---") {
            #expect(call.contains("CLONE_THREAD"), "\(call)")
        }
    }

    /// Somebody who is used to tools that take the secret as a word: it is refused, and no message repeats it.
    @Test func defect_D6_aSecretAsAWordIsRefusedAndNotRepeated() throws {
        let session = try AgencySession(rows: 3, seed: 5)
        let before = try session.names()
        let key = try session.secretLine(of: "project.key")
        let identity = try session.secretLine(of: "a.identity")
        let mistakes: [(AgencySession.Way, String, String)] = [
            (.bloom, "project.key", key), (.bloom, "project.key", key.lowercased()), (.bloom, "a.identity", identity),
            (.clkhash, "file secret", "file \(AgencySession.secret)"),
            (.clks, "file secret", "file 'correct horse battery'"),
        ]
        for (way, path, word) in mistakes {
            for json in ["", " --json"] {
                let command = AgencySession.encode(way).replacingOccurrences(of: path, with: word) + json
                let outcome = try session.shell.run(command)
                #expect([5, 12].contains(outcome.status), "\(outcome.status)")
                for secret in [key, identity, AgencySession.secret, "horse"] {
                    #expect(!(outcome.output + outcome.errors).lowercased().contains(secret.lowercased()))
                }
            }
        }
        #expect(try session.names() == before)
    }
}

/// The script that searches files for digests of known values.
enum DigestSearch {
    static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "digest_search.py"
    ).path
}
