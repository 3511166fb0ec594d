#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""Writes patterns.json beside this file: which patterns Python 3.11's re takes, which texts they match in full, which characters its classes
have, and which characters a change of case changes.

    python3.11 make_patterns.py                # or --check, which writes nothing and fails if the file would change
"""

import itertools
import json
import random
import re
import sys
import warnings
from pathlib import Path

TARGET = Path(__file__).with_name("patterns.json")

TEXTS = ["", "a", "b", "A", "ab", "ba", "abc", "aab", "aaaa", "abab", "a b", " ", "\n", "a\n", "a\nb", "\na", "a\n\n", "0", "7", "12", "123", "1234", "2024-01-31", "x1",
         "A1", "A1B 2C3", "O'Brien", "Smith-Jones", "\u00e9", "e\u0301", "\u0665", "\u00b2", "\u2160", "_", "-", "]", "[", "^", "\\", "{", "}", "a{", "a{1", "a{}", "a{,2", "{1,2}",
         "|", "(", ")", ".", "*", "$", "#", "\t", "\x1c", "\u00a0", "\u2028", "\x00", "\x07", "\x08", "\x0b", "\u017f", "\u0130", "\U0001f600", "\U0010ffff", "d", "w", "dd", "ax",
         "a#", "a #b", "S", "\x01", "8", "\u0101", "\x0c1", "ab\n", "b\na\n", "aa", "bb"]

PATTERNS = r"""
|a|ab|a|b|a|b|(a|b)c?|(?:a|b)*|a*|a+|a?|a*?|a+?|a??|a{2}|a{2,}|a{,2}|a{1,3}|a{1,3}?|a{0}|(a|ab)(c|bcd)?|[ab]+|[^ab]+|[a-c]+|[]]|[^]]|[]-a]|[a-]|[-a]|[a\-z]|[a\]b]|[\d]+
\d+|\D+|\w+|\W+|\s+|\S+|[\w-]+|[\W\d]|[^\W\d_]+|[A-Z][a-z]+|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4}-\d{2}-\d{2}|[A-Z]'?[A-Za-z]+|[\w'-]+|.|.*|.+|(?s).|(?s).*|(?m)^a$|(?m)^a$\n^b$|^a$|^a$\n|a$|a\Z|a\Z\n|\Aa|a\A|$|^|$\n|^\n|(?m)$\n|(?m)^\n|(?m)\n^|\n^
(?m)(^a?$\n?)+|\ba\b|\b|\B|a\b \bb|a\Bb|\Ba|a\B|\b\w+\b|(?a)\w+|(?a)\d+|(?a)\s+|(?a)\W|(?u)\w+|(?a:\w)|(?a:\w)\w|(?a)(?u:\w)|(?s:.)a|(?s-m:.)|(?-s:.)|(?s)(?-s:.)|(?m-s:^a$)|(?x) a  b # c|(?x)a\ b|(?x)[ ]|(?x)a#|(?x:a b)|(?x)a(?-x: )b
(?x) a *|(?x)(?s) . |(?x)a {2}|(?x)a{ 2}|(?#comment)a|a(?#c)*|(?P<n>a)b|(?P<n>a)(?P<m>b)|(?P<\u00e9>a)|(a)(b)|((a))*|(a*)*|(a*)+|(a?)*|(a|)*|(|a)+|(?:a?){3}|(?:a?b?){2,3}|(?:){3}a|(?:){1000}a|()*|(a|b|ab)*|(?:a*)*b|(a+)+b
{|}|]|a{|a{1|a{}|a{,2|{1,2|{a}|a{b}|a{1,b}|\.|\*|\$|\\|\[|\]|\{|\}|\-|\_|\#|\ |\t|\n|\a|[\b]|\v|\f1|\x41|\u0041|\U00000041|\u00e9|\x07|\0|\01|\07|\007|\060|\101|\0100|\1011|[\0]|[\101]|[\060-\071]+|\ud800|[\ud800-\U0010ffff]|[^\ud800]
\U0001f600|[\u0100-\u0130]|\u0665|(?:a|b|c|d)|(?:ab|cd|)|[[]|[[:alpha:]]|[a&&b]|[a||b]|[--a]|[a--b]|[~~]|[.]|[$^]|[^^]|[a^]|[\\]|[\]]|[^\n]|[^\s]|[\s\S]|[^\s\S]|[\x41-\x43]|[a-a]
(|)|(()|[|[a|[]|[^]|[^|[]a|[a-|[z-a]|[\d-z]|[a-\d]|[\w-a]|*|+|?|{1}|{,2}|a**|a*+|a++|a?+|a{2}+|a*??|a+*|a{2}{3}|a{2}*|(a{2}){3}|(?:a*)*|^*|$+|\b*|\A?|(^)*|(?:$)*|(?=a)*|(?:a|*)|a|*|(*)|(?*)|(?)|(?|(?a|(?P|(?P<|(?P<n|(?P<>a)|(?P<1>a)|(?P<n->a)|(?P<n>a)(?P<n>b)|(?Px)|(?P=n)|(?P<n>a)(?P=n)
(?P<n>a(?P=n))|(?P<n>a)(?P=m)|(?P=|(a)\1|\1|\1(a)|(a\1)|(a)\2|(a)\11|(a)\011|\8|\9|[\1]|[\8]|[\400]|\400|\377|[\377]|\777|\q|\y|\Q|\z|\i|\p{L}|[\q]|[\A]|[\Z]|[\B]|\x|\x4|\xg1|\u004|\U0011ffff|\U0000004|\N|\N{DIGIT ONE}|\N{|\N{}|[\N{DIGIT ONE}]|a{2,1}|a{1,0}|a{4294967295}|a{99999999999999999999}|a{4294967294}
(?=a)a|(?!b)a|(?<=a)b|a(?<=a)b|(?<!a)b|a(?<!b)|(?<=a*)b|(?<=a|bc)b|(?<=ab|bc)b|(?<=a{2})b|(?<=a{1,2})b|(?<=(a))b|(?<=(a)\1)b|(a)(?<=\1)b|(a)?(?<=\1)|(?<=(?=a+))b|(?<=(?<=a+))b|(?<a)|(?<|(?=|(?=a|(?<=^)a|(?<=\b)a|(?<=(?(1)a|b))(c)|(?<=(?P<x>a)(?P=x))b
(?(1)a|b)|(a)?(?(1)b|c)|(a)?(?(1)b)|(a)?(?(1)b|c|d)|(?(2)a|b)(c)|(?(1)a|b)(c)|(?(0)a|b)|(?(-1)a)|(?(x)a)|(?P<x>a)?(?(x)b|c)|(?()a)|(?(1|(?(1)|(a)(?(1)b|(a)(?( 1 )b)|(a)(?(+1)b)|(a)(?(1_0)b)|(a)(?(\u0661)b)|(?(1)(?s)a)(b)
(?i)ab|(?i:a)b|(?-i:a)|(?i-i:a)|(?s-s:a)|(?a-a:a)|(?-a:a)|(?au)a|(?au:a)|(?a)(?u)a|(?u)(?a)a|(?L)a|(?L:a)|(?t)a|(?t:a)|(?-t:a)|(?z)a|(?s|(?s-|(?s-)|(?-)|(?-:a)|(?s-:a)|(?-s)|(?s-z:a)|(?sz)a|(?s:|(?s:a|a(?s)|(?s)a(?m)|(?s)(?m)a|(?:(?s)a)|(?s)|b|a|(?s)b|(?#)(?s).|()(?s)a|(?ss)a|(?s,)a|(?1)|(?>a)b|(?>a*)a|(?>a|(?'n'a)|(?<n>a)
\|a\|(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\11|(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10|a)|)|a)b|((a)|(a))b)|(?#|(?#a|(?# \) |(?# )) |(?x)#|(?x)#)|(?x)(#
"""


def patterns():
    # The bar separates and is one of the characters: both readings are wanted.
    lines = [line for line in PATTERNS.strip("\n").split("\n")]
    made = list(dict.fromkeys(lines + [part for line in lines for part in line.split("|")]))
    for parts in range(2, 5):
        for line in lines:
            split = line.split("|")
            made += ["|".join(split[start:start + parts]) for start in range(0, len(split) - parts + 1)]
    made += ["(" * depth + "a" + ")" * depth for depth in (1, 10, 60)] + ["\\", "a\\", "[\\", "(?x)a#b\nb", "(?x)\ta\nb", "a\nb", "\u00e9", "e\u0301", "(?P<e\u0301>a)", "a\x00"]
    return list(dict.fromkeys(made))


def random_pattern(draw, depth):
    kind = draw.randrange(9 if depth else 3)
    if kind < 2:
        return draw.choice(["a", "b"])
    if kind == 2:
        return draw.choice([".", "[ab]", "[^a]", "", "\\b", "\\B", "^", "$", "(?:^|b)", "\\Z"])
    if kind < 6:
        return random_pattern(draw, depth - 1) + random_pattern(draw, depth - 1)
    group = draw.choice(["(", "(?:"])
    if kind == 6:
        return f"{group}{random_pattern(draw, depth - 1)}|{random_pattern(draw, depth - 1)})"
    return f"{group}{random_pattern(draw, depth - 1)})" + draw.choice(["*", "+", "?", "{2}", "{1,2}", "{2,}", "{0,3}"]) + draw.choice(["", "", "?"])


def matches(pattern, texts):
    """A character a text, 1 if it matches; None if the pattern is none."""
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, ValueError, RecursionError):
        return None
    return "".join("1" if compiled.fullmatch(text) else "0" for text in texts)


def ranges(holds):
    """The first code point of each range for which this holds, and the first one after it."""
    flags = [False] + [bool(not 0xD800 <= value < 0xE000 and holds(chr(value))) for value in range(0x110000)] + [False]
    return [value for value in range(0x110001) if flags[value] != flags[value + 1]]


def main():
    warnings.simplefilter("ignore")
    draw = random.Random(7)
    short = ["".join(letters) for length in range(6) for letters in itertools.product("ab", repeat=length)]
    random_patterns = list(dict.fromkeys(random_pattern(draw, 5) for _ in range(400)))
    content = {
        "source": "re of Python 3.11, by make_patterns.py",
        "texts": TEXTS,
        "patterns": [[pattern, matches(pattern, TEXTS)] for pattern in patterns()],
        "short": short,
        "random": [[pattern, matches(pattern, short)] for pattern in random_patterns],
        "classes": {name: ranges(re.compile(name).fullmatch) for name in ("\\d", "\\s", "\\w", "(?a)\\d", "(?a)\\s", "(?a)\\w")},
        "cases": {"upper": ranges(lambda text: text.upper() != text), "lower": ranges(lambda text: text.lower() != text)},
    }
    lines = ",\n".join(f"{json.dumps(key)}:" + json.dumps(value, separators=(",", ":")) for key, value in content.items())
    text = "{" + lines + "}\n"
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text() == text else "patterns.json would change")
    TARGET.write_text(text)


main()
