// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Parties send each other data, never objects: whatever is no file of ours is refused by every command that reads one.
@Suite struct ForeignFileTests {
    /// Files of other kinds; the pickles would make a file `pwned` if anything loaded them.
    private static let script = #"""
        import gzip, io, json, os, pickle, random, sqlite3, zipfile
        class Bait:
            def __reduce__(self): return (os.system, ("touch pwned",))
        def save(name, data): open("foreign." + name, "wb").write(data)
        for protocol in (0, 2, 4, 5): save(f"pickle{protocol}", pickle.dumps(Bait(), protocol))
        save("pickle-of-filters", pickle.dumps({"clks": [bytes(64)] * 9, "salt": ""}))
        table = open("people.csv", "rb").read()
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file: file.writestr("people.csv", table)
        save("zip", archive.getvalue())
        save("gzip", gzip.compress(table))
        save("json", json.dumps({"clks": ["AAAA"] * 9}).encode())
        save("json-list", b"[1, 2, 3]")
        database = sqlite3.connect("foreign.sqlite")
        database.execute("create table people (id, first)"); database.commit()
        save("elf", open("/bin/true", "rb").read())
        save("random", random.Random(1).randbytes(5000))
        save("empty", b"")
        """#

    private static let seal = "--identity a.identity --to unit.card"
    private static let commands = [
        "tessera-agency inspect FILE", "tessera-agency verify FILE --sender a.card",
        "tessera-agency receive FILE --identity a.identity --from unit.card --map bloom.tessera.rowmap -o ids.csv",
        "tessera-agency receive bloom.tessera --identity a.identity --from unit.card --map FILE -o ids.csv",
        "tessera-agency tokens FILE --identity a.identity -o tokens.csv", "tessera-agency key check FILE",
        "tessera-agency identity show FILE", "tessera-agency schema check FILE",
        "tessera-agency schema convert FILE -o new.json",
        "tessera-agency encode FILE --schema hardened.json --key project.key \(seal) -o new.tessera",
        "tessera-agency encode FILE --schema clkhash.json --secret-file secret --format clkhash-json -o new.clks",
        "tessera-agency encode people.csv --schema FILE --key project.key \(seal) -o new.tessera",
        "tessera-agency encode people.csv --schema bloom.json --key FILE \(seal) -o new.tessera",
        "tessera-agency encode people.csv --schema bloom.json --key project.key --identity FILE --to unit.card -o new.tessera",
        "tessera-agency encode people.csv --schema bloom.json --key project.key --identity a.identity --to FILE -o new.tessera",
        "tessera-agency check FILE --schema bloom.json",
        "tessera-linker inspect FILE", "tessera-linker verify FILE --sender a.card",
        "tessera-linker link FILE bloom.tessera --identity unit.identity --agency a.card --agency a.card -o out",
        "tessera-linker link bloom.tessera FILE --identity unit.identity --agency a.card --agency a.card -o out",
        "tessera-linker plan FILE bloom.tessera --identity unit.identity --agency a.card --agency a.card -o work",
        "tessera-linker merge FILE --identity unit.identity -o out",
        "tessera-linker worker FILE --identity unit.identity",
    ]

    @Test func defect_D4_onlyOurFormatsAreRead() throws {
        let session = try AgencySession(rows: 5, seed: 6)
        try session.run(AgencySession.encode(.bloom))
        try session.shell.write(Self.script, to: "foreign.py")
        try session.run("python3 foreign.py; chmod 600 foreign.*")
        let before = try session.names()
        let files = before.filter { $0.hasPrefix("foreign.") && $0 != "foreign.py" }.sorted()
        #expect(files.count == 13)
        for file in files {
            for command in Self.commands {
                let outcome = try session.shell.run(command.replacingOccurrences(of: "FILE", with: file))
                #expect((4...16).contains(outcome.status), "\(command), \(file): \(outcome.status) \(outcome.errors)")
                #expect(outcome.output.isEmpty, "\(command), \(file)")
                let lines = outcome.errors.split(separator: "\n")
                #expect(lines.contains { $0.contains(": error: ") && $0.hasSuffix("]") }, "\(command), \(file)")
                #expect(lines.allSatisfy { $0.hasPrefix("tessera-") }, "\(command), \(file): \(outcome.errors)")
            }
        }
        #expect(try session.names() == before, "something was written")
        // The bait is one: Python itself makes the file.
        try session.run("python3 -c 'import pickle; pickle.load(open(\"foreign.pickle4\", \"rb\"))'")
        #expect(try session.names().contains("pwned"))
    }
}
