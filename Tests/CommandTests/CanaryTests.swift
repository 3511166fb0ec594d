// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A name, a date, a number and a key planted in the inputs appear in no output, message, report or temporary file.
@Suite struct CanaryTests {
    static let name = "Zyxqwvutkin"
    static let family = "Kjhgfdsapor"
    static let date = "1937-04-19"
    static let number = "731-58-4426"

    /// Good rows, rows with every kind of mistake, all of them full of canaries.
    static let table = """
        record_id,first_name,middle_name,last_name,dob,sex,zip,ssn
        r1,\(name),,\(family),\(date),F,02139,\(number)
        r2,\(name)-Ann,\(name),\(family) Smith,\(date),M,02139,\(number)
        r3,\(name),,\(family),1937-04-31,F,02139,\(number)
        r4,\(name),,\(family),\(date),\(name),\(family),\(name)
        r5,\(name),,\(family),\(date),F,02139
        r6,\(name),,\(family),\(date),F,02139,\(number),\(name)
        r7,"\(name)"\(name),,\(family),\(date),F,02139,\(number)
        ,\(name),,\(family),\(date),F,02139,\(number)
        r9,Mary,,Jones,\(date) \(name),F,02139,\(number)
        r10,Nan,,Null,2001-01-01,M,01002,123456789
        """

    static let schema = """
        {"tessera":"linkage-schema/1","name":"canary","reading":{"recordId":"record_id"},"filterLength":512,"features":[
        {"name":"given","role":"givenName","column":"first_name","bitsPerToken":8,"keyGroup":"names"},
        {"name":"family","role":"familyName","column":"last_name","bitsPerToken":8,"keyGroup":"names"},
        {"name":"dob","role":"birthDate","dateFormats":["yyyy-MM-dd"],"bitsPerToken":6},
        {"name":"sex","role":"sex","bitsPerToken":10},{"name":"zip","role":"postalCode","bitsPerToken":6},
        {"name":"ssn","role":"nationalId","bitsPerToken":6}],"vectors":"record"}
        """

    /// The same features in a hardened profile.
    static let hardened = schema.replacingOccurrences(of: #""filterLength":512"#, with: #""profile":"hardened""#)
        .replacing(/,"bitsPerToken":\d+/, with: "")

    /// A schema of clkhash's for the same table, read by position, that takes some rows and rejects others.
    static let clkhash = """
        {"version": 3, "clkConfig": {"l": 512, "kdf": {"type": "HKDF", "salt": "c29tZSBzYWx0IHRoYXQgaXMgbG9uZw=="}}, "features": [
        {"identifier": "record_id", "ignored": true}, \(column("first_name")), \(column("middle_name")), \(column("last_name")),
        {"identifier": "dob", "format": {"type": "date", "format": "%Y-%m-%d"}, \(hashing)}, \(column("sex")), \(column("zip")),
        \(column("ssn"))]}
        """
    private static let hashing =
        #""hashing": {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerToken": 8}}"#
    private static func column(_ name: String) -> String {
        #"{"identifier": "\#(name)", "format": {"type": "string"}, \#(hashing)}"#
    }

    /// A secret of clkhash's.
    static let secret = "Wq7uPz0tRk2mXc9vLb4nHd6sYf8gJa1e"

    static let commands = [
        "tessera-agency identity new a; tessera-agency identity new b; tessera-linker identity new unit",
        "tessera-agency key new --project p -o project.key",
        "tessera-agency key check project.key",
        "tessera-agency schema check schema.json; tessera-agency schema check --json schema.json",
        "tessera-agency schema check people.csv",
        "tessera-agency check people.csv --schema schema.json",
        "tessera-agency check people.csv --schema schema.json --json",
        "tessera-agency encode people.csv --schema schema.json --key project.key --identity a.identity --to unit.card -o no.tessera",
        "for p in a b; do tessera-agency encode people.csv --schema schema.json --key project.key --identity $p.identity "
            + "--to unit.card --max-reject 90% -o $p.tessera; done",
        "tessera-agency encode people.csv --schema schema.json --key project.key --identity a.identity --to unit.card "
            + "--max-reject 90% -o /dev/full",
        "tessera-agency encode latin.csv --schema schema.json --key project.key --identity a.identity --to unit.card -o l.tessera",
        "tessera-agency encode open.csv --schema schema.json --key project.key --identity a.identity --to unit.card -o o.tessera",
        "tessera-agency encode headless.csv --schema schema.json --key project.key --identity a.identity --to unit.card "
            + "-o h.tessera",
        "tessera-agency encode people.csv --schema people.csv --key project.key --identity a.identity --to unit.card -o s.tessera",
        "tessera-agency encode people.csv --schema schema.json --key people.csv --identity a.identity --to unit.card -o k.tessera",
        "tessera-agency encode people.csv --schema schema.json --key project.key --identity people.csv --to people.csv -o i.tessera",
        "tessera-agency inspect a.tessera; tessera-agency inspect people.csv; tessera-agency verify a.tessera --sender a.card",
        "tessera-linker link a.tessera b.tessera --identity unit.identity --agency a.card --agency b.card --threshold 0.8 "
            + "--max-pairs 1000 -o out",
        "tessera-linker link people.csv b.tessera --identity unit.identity --agency a.card --agency b.card -o out2",
        "tessera-linker link a.tessera b.tessera --identity project.key --agency a.card --agency b.card -o out3",
        "tessera-agency receive out/results/a.tessera --identity a.identity --from unit.card --map a.tessera.rowmap -o ids.csv",
        "tessera-agency tokens a.tessera.rowmap --identity a.identity -o tokens.csv",
        "tessera-agency tokens b.tessera.rowmap --identity b.identity -o tokens-b.csv",
        "(echo id_a,id_b; echo r1,r1) > truth.csv; tessera-lab evaluate out/pairs.csv --tokens a=tokens.csv "
            + "--tokens b=tokens-b.csv --truth truth.csv --report evaluation.html",
        "tessera-lab evaluate people.csv --truth people.csv",
    ]

    /// The hardened profile, and clkhash's schema with its secret; wrong secrets, keys and rows as well.
    static let otherWays = [
        "tessera-agency check people.csv --schema hardened.json",
        "for p in a b; do tessera-agency encode people.csv --schema hardened.json --key project.key --identity $p.identity "
            + "--to unit.card --max-reject 90% -o h$p.tessera --json; done",
        "tessera-linker link ha.tessera hb.tessera --identity unit.identity --agency a.card --agency b.card --threshold 0.6 "
            + "--max-pairs 1000 -o hardened-out",
        "tessera-agency encode fields.csv --schema clkhash.json --secret-file secret --project p --identity a.identity "
            + "--to unit.card --max-reject 90% -o c.tessera",
        "tessera-agency encode fields.csv --schema clkhash.json --secret-file secret --format clkhash-json -o c.json",
        "grep -v r3 fields.csv | grep -v Mary > sound.csv; tessera-agency encode sound.csv --schema clkhash.json "
            + "--secret-file secret --format clkhash-json -o sound.json --json; rm sound.csv",
        "tessera-agency encode people.csv --schema clkhash.json --secret-file secret --format clkhash-json -o p.json",
        "tessera-agency encode fields.csv --schema clkhash.json --secret-file $(cat secret) --format clkhash-json -o w.json",
        "tessera-agency encode fields.csv --schema clkhash.json --key secret --identity a.identity --to unit.card -o w.tessera",
        "tessera-agency encode people.csv --schema schema.json --key $(grep -v '#' project.key) --identity a.identity "
            + "--to unit.card -o w.tessera",
        "tessera-agency schema convert clkhash.json -o converted.json; tessera-agency schema convert people.csv -o none.json",
        "tessera-agency inspect c.tessera; tessera-agency inspect c.tessera --json",
    ]

    @Test func scannerFindsWhatIsPlanted() {
        for canary in [Self.name, Self.family, Self.date, Self.number] {
            let scanner = CanaryScanner(canary)
            #expect(scanner.count >= 20)
            for index in 0..<scanner.count {
                let (shape, data) = scanner.planted(index)
                #expect(scanner.shapes(in: data).contains(shape))
            }
        }
        #expect(CanaryScanner(Self.name).shapes(in: Data("nothing here".utf8)).isEmpty)
    }

    @Test func defect_C9_nothingPlantedComesOut() throws {
        let session = try ShellSession()
        try session.write(Self.table, to: "people.csv")
        try session.write(Self.table.replacingOccurrences(of: "r10,", with: "r11,\""), to: "open.csv")
        let rows = Self.table.split(separator: "\n").dropFirst().joined(separator: "\n")
        try session.write(rows, to: "headless.csv")
        let latin = Data(Self.table.utf8) + Data("\nr12,\(Self.name)\u{E9}".utf8.prefix(18)) + Data([0xE9, 0x0A])
        try latin.write(to: session.folder.appendingPathComponent("latin.csv"))
        try session.write(Self.schema, to: "schema.json")
        try session.write(Self.hardened, to: "hardened.json")
        try session.write(Self.clkhash, to: "clkhash.json")
        try session.write(Self.secret, to: "secret")
        // Clkhash's reader stops at a row with another number of fields.
        let complete = Self.table.split(separator: "\n").filter { $0.count { $0 == "," } == 7 }.joined(separator: "\n")
        try session.write(complete, to: "fields.csv")

        var printed = Data()
        for command in Self.commands + Self.otherWays {
            let outcome = try session.run(command)
            printed += Data((outcome.output + outcome.errors).utf8)
        }
        // The job itself was done, so the search means something.
        var files = try session.files()
        let text = String(decoding: printed, as: UTF8.self)
        for made in [
            "a.tessera.rejects.csv", "out/report.html", "out/run.json", "ids.csv", "evaluation.html",
            "ha.tessera.rejects.csv",
            "hardened-out/report.html", "c.tessera.rejects.csv", "sound.json", "converted.json",
        ] {
            #expect(files[made] != nil, "\(made) was not made: \(text)")
        }
        // 'check' came to the point where it had seen the values.
        #expect(text.contains("encode would reject"))

        let keyText = String(decoding: try #require(files["project.key"]), as: UTF8.self)
        let key = try #require(keyText.split(separator: "\n").first { !$0.hasPrefix("#") })
        let inputs = [
            "people.csv", "open.csv", "headless.csv", "latin.csv", "fields.csv", "schema.json", "project.key", "secret",
        ]
        for input in inputs { files[input] = nil }
        files["(printed)"] = printed
        for canary in [
            Self.name, Self.family, Self.date, Self.number, "7315844", String(key), String(key.dropFirst(24)),
            Self.secret,
        ] {
            let scanner = CanaryScanner(canary)
            for (name, bytes) in files {
                #expect(scanner.shapes(in: bytes).isEmpty, "a canary appears in \(name)")
            }
        }
        let leftovers = files.keys.filter {
            $0.hasPrefix(".tmp/") || $0.contains(".partial-") || $0.contains(".tessera-spill")
        }
        #expect(leftovers.isEmpty, "left behind: \(leftovers)")
    }
}
