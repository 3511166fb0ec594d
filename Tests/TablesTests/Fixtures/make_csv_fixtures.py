# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes python-csv.txt: random tables, and what Python's csv module reads from them.

    python3 make_csv_fixtures.py > python-csv.txt        (made with Python 3.11)

Each table begins with a plain header of three columns and goes on with random pieces of what is tricky. The module reads
in strict mode: text after a closing quote is an error there, and reading goes on with the next line, as in Tessera.

    table DELIMITER QUOTE INITIALSPACE HEX      begins a table; delimiter, quote and all bytes in hexadecimal
    row BYTE MARK FIELD FIELD ...               a record: byte offset; ok, blank or ragged; fields in hexadecimal, - if empty
    stray BYTE                                  a record with text after a closing quote
    unterminated BYTE                           the file ends inside a quoted field of the record that begins here
"""

import csv
import io
import random

HEADER_COLUMNS = 3


def dialects():
    yield ",", '"', False
    yield ",", '"', True
    yield ";", '"', False
    yield "\t", "'", False
    yield "|", '"', True


def table(random_source, delimiter, quote):
    """Pieces in proportions that give whole rows, ragged rows, blank lines and every misuse of quotes."""
    pieces = [
        delimiter, delimiter, delimiter, delimiter * 2, quote, quote, quote * 2, quote * 3,
        "\n", "\r", "\r\n", "\n", " ", "  ", "a", "bc", "12345678", "\xe9", "\x00", "x" * 15, "y" * 40,
        f"1{delimiter}2{delimiter}3\n", f"{quote}q{quote}{delimiter}{quote}{quote}{delimiter}4\r\n",
        f"{quote}5\n6{quote}{delimiter}", f"{quote}7{quote * 2}8{delimiter}{quote}{delimiter}",
    ]
    count = random_source.choice([1, 2, 3, 5, 8, 13, 30])
    body = "".join(random_source.choice(pieces) for _ in range(count))
    return delimiter.join("abc") + random_source.choice(["\n", "\r\n", "\r"]) + body


def records(text, delimiter, quote, initial_space):
    """Yields (byte offset, fields or None for a stray quote); raises EOFError with the offset where a quote stays open."""
    lines = list(io.StringIO(text, newline=""))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    reader = csv.reader(
        lines, delimiter=delimiter, quotechar=quote, skipinitialspace=initial_space, doublequote=True, strict=True
    )
    while True:
        start = starts[reader.line_num]
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                raise EOFError(start)
            assert "expected after" in str(error), error
            fields = None
        yield start, fields


def hexadecimal(text):
    return text.encode("latin-1").hex() or "-"


def main():
    random_source = random.Random(20240229)
    for delimiter, quote, initial_space in dialects():
        for _ in range(80):
            text = table(random_source, delimiter, quote)
            print("table", hexadecimal(delimiter), hexadecimal(quote), int(initial_space), hexadecimal(text))
            try:
                for start, fields in records(text, delimiter, quote, initial_space):
                    if start == 0:
                        assert fields == list("abc")
                    elif fields is None:
                        print("stray", start)
                    else:
                        mark = "blank" if not any(fields) else "ok" if len(fields) == HEADER_COLUMNS else "ragged"
                        # A blank line is one empty field to Tessera and none to Python.
                        print("row", start, mark, *map(hexadecimal, fields or [""]))
            except EOFError as end:
                print("unterminated", end)


main()
