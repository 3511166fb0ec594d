# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the tables beside this script as Swift sources, so that programs need no files at run time.

    python3 Specs/Tables/generate_swift.py

Packed into few lines: a folding entry is four hex digits and its replacement, entries are parted by spaces; words are
parted by commas; the columns of the canary persons by bars. `FrozenTableTests` compares the result with the tables.
"""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "..", "Sources", "Encoding", "Tables")
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
