# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the tables beside this script as Swift sources, so that programs need no files at run time.

    python3 Specs/Tables/generate_swift.py

Packed into few lines: a folding entry is four hex digits and its replacement, entries are parted by spaces; words are
parted by commas; the columns of the canary persons by bars; an entry of a frequency table is token and number, apart by a space, and entries by
commas; a pair of nickname and formal name has an equals sign between, and pairs are parted by commas. `FrozenTableTests` compares the result with the tables.
"""

import hashlib
import os

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "..", "..", "Sources")
TARGET = os.path.join(SOURCES, "Encoding", "Tables")
HEADER = """// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Generated from Specs/Tables by Specs/Tables/generate_swift.py; change the tables, not this file.
"""


def lines(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="\n") as file:
        return [line for line in file.read().split("\n") if line and not line.startswith("#")]


def packed(entries, separator):
    """Lines of at most 112 characters; an entry is never cut."""
    line = ""
    for entry in entries:
        assert separator not in entry
        if line and len(line) + len(separator) + len(entry) > 112:
            yield line
            line = entry
        else:
            line += separator + entry if line else entry
    yield line


def literal(summary, name, content):
    text = "\n".join("        " + line for line in content)
    return f'    /// {summary}\n    static let {name} = #"""\n{text}\n        """#\n'


def write(name, *literals):
    body = "\n".join(literals)
    with open(os.path.join(TARGET, name), "w", encoding="utf-8", newline="\n") as file:
        file.write(f"{HEADER}\nextension FrozenTables {{\n{body}}}\n")


def words(name, summary, file):
    return literal(summary, name, packed(lines(file), ","))


os.makedirs(TARGET, exist_ok=True)
folding = ["".join(line.split("\t")) for line in lines("folding.tsv")]
assert all(len(line.split("\t")[0]) == 4 for line in lines("folding.tsv"))
write("FoldingText.swift", literal("Code points and their replacements, ascending.", "foldingText", packed(folding, " ")))
write(
    "WordTexts.swift",
    words("particlesText", "Words of a family name that are joined to the next.", "particles.txt"),
    words("givenPlaceholdersText", "Given names that stand for no name.", "placeholders-given.txt"),
    words("familyPlaceholdersText", "Family names that stand for no name.", "placeholders-family.txt"),
    words("datePlaceholdersText", "Dates (YYYYMMDD) that stand for no date.", "placeholders-date.txt"),
    words("textPlaceholdersText", "Texts that stand for no value.", "placeholders-text.txt"),
)
canary = [line.replace("\t", "|") for line in lines("canary.tsv")]
write("CanaryText.swift", literal("One invented person a line, after a line of roles.", "canaryText", canary))


def frequencies(name, summary, table):
    entries = [line.split("\t") for line in lines(f"frequencies-{table}.tsv")]
    assert all(" " not in token and number.isdigit() for token, number in entries)
    return literal(summary, name, packed([" ".join(entry) for entry in entries], ","))


NAMES = ("us-given-names-2020", "us-family-names-2020")
write(
    "FrequencyTexts.swift",
    frequencies("usGivenNames2020Text", "Bigrams of given names; US Census 2020.", NAMES[0]),
    frequencies("usFamilyNames2020Text", "Bigrams of family names; US Census 2020.", NAMES[1]),
)

nicknames = [line.replace("\t", "=") for line in lines("nicknames.tsv")]
assert all(pair.count("=") == 1 for pair in nicknames)
write("NicknameText.swift", literal("Nicknames and what they are short for.", "nicknamesText", packed(nicknames, ",")))


def digest(file):
    with open(os.path.join(HERE, file), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def write_digests(name, type, summary, files):
    entries = ",\n".join(f'        "{key}":\n            "{digest(file)}"' for key, file in files.items())
    entries += ",\n" if len(files) > 1 else "\n"
    with open(os.path.join(SOURCES, "Schemas", name), "w", encoding="utf-8", newline="\n") as file:
        file.write(
            f"{HEADER}\nextension {type} {{\n    /// {summary}\n    static let tableDigests = [\n{entries}    ]\n}}\n"
        )


write_digests(
    "CentreDigests.swift",
    "Centre",
    "SHA-256 of the tables' files by the centre's name.",
    {table: f"frequencies-{table}.tsv" for table in NAMES},
)
write_digests(
    "VariantDigests.swift",
    "ValueVariant",
    "SHA-256 of the tables' files by the variant's name.",
    {"nickname": "nicknames.tsv"},
)
