# SPDX-FileCopyrightText: The Tessera authors
# SPDX-License-Identifier: Apache-2.0
"""The texts that normalise.json is made of, one list a normaliser."""

import unicodedata

NFC, NFD = (lambda s: unicodedata.normalize("NFC", s)), (lambda s: unicodedata.normalize("NFD", s))
ISO = {"dateFormats": ["yyyy-MM-dd"]}

NAMES = [
    "Maria", "MARIA", "maria", " Maria ", "\tMaria\n", "Mary Ann", "Mary  Ann", "Mary-Ann", "Mary\u2010Ann",
    "Mary\u2011Ann", "Mary\u2013Ann", "Mary\u2014Ann", "Mary\u2212Ann", "Mary/Ann", "Ann, Mary", "J.R.", "St. John",
    "D'Arcy",
    "D\u2019Arcy", "D`Arcy", "D\u02bcArcy", "O'Brien", "(Bob)", '"Bob"', "Bob!", "B0b", "Anna 2", "a_b", "a:b",
    "a\u00a0b",
    "a\u2003b", "a\u3000b", "\u00a0Maria\u00a0", "Ma\u00adria", "Ma\u200bria", "\ufeffMaria", "Ma\u200driA",
    NFC("Jos\u00e9"), NFD("Jos\u00e9"), NFC("Zo\u00eb"), NFD("Zo\u00eb"), NFC("\u00c5ngstr\u00f6m"),
    NFD("\u00c5ngstr\u00f6m"), "\u212bngstr\u00f6m",
    NFC("Nguy\u1ec5n"), NFD("Nguy\u1ec5n"), "S\u00f8ren", "\u0141ukasz", "Stra\u00dfe", "\u1e9eA", "\u00c6sa",
    "\u0153uvre", "\u0130pek",
    NFD("\u0130pek"), "\u0131lk", "\u00d0or\u00f0ur", "\u00deor", "\u00feor", "\ufb01nn",
    "\uff2d\uff21\uff32\uff29\uff21", "\uff11\uff12",
    "\u0418\u0432\u0430\u043d", "\u0438\u0432\u0430\u043d", "\u738b\u5c0f\u660e", "\u738b\u3000\u5c0f\u660e",
    "\u03a3\u03bf\u03c6\u03af\u03b1", "\u0645\u0631\u064a\u0645", "\U0001f600", "A\U0001f600",
    "\u00d7", "a\u00b7b", "a\u00b4b", "\u00aa", "3\u00ba", "Null", "NULL", "Nan", "nan", "None", "True", "False", "NA",
    "N/A", "Nil", "Inf", "", " ", "\t", "\u00a0", "\u200b", "123", "1-2", "7", "-", "...", "?", "''", "unknown",
    "UNKNOWN", " Unknown ",
    "un-known", "UNK", "xx", "X", "xxxx", "xxxxx", "xxxxxx", "zz", "test", "Test Patient", "no name", "n a",
    "jr", "I\u00a0I", "a\u007fb", "a\u0000b", "a\u001fb", "a\vb", "a\fb", "a\r\nb", "\u0301", "e\u0301\u0302",
    "\u0149a", "\u01c4a", "a\u0085b", "a\u2028b",
    "\u1e00\u1eff",
]
GIVEN = ["Baby", "baby  girl", "BABY BOY A", "Baby-Girl", "baby e", "Boy", "twin b", "fnu", "lnu", "do not use", "Jr",
    "Ann Jr.", "de", "Maria de la", "baby 5"]
FAMILY = [
    "de la Cruz", "De La Cruz", "DELACRUZ", "de-la-Cruz", "O Brien", "O' Brien", "O\u2019Brien", "Mc Donald",
    "McDonald", "Mac Donald",
    "van der Berg", "Vander Berg", "Van Den Berg", "van", "Van", "de la", "Cruz de", "Cruz de la", "Cruz de Leon",
    "Garcia de la Torre Lopez", "al Hassan", "Al-Hassan",
    "El-Amin", "bin Laden Smith", "ibn Sina", "von und zu", "Le", "Le Le", "Do", "Do Nguyen", "Te", "La", "Los Santos",
    "Fitz Gerald",
    "Smith Jr", "Smith, Jr.", "Smith Jr. III", "Smith II", "Smith III", "Smith IV", "Smith V", "Jr Smith", "Jr",
    "Jr Jr", "II", "Smith Sr", "Smith jr esq",
    "de Jr", "de la Jr", "de Souza e Silva", "dos Santos", "da Silva", "di Caprio", "del Rio", "della Rovere",
    "des Moines", "du Pont",
    "baby", "baby boy", "LNU", "fnu", "nln", "no last name", "Not Available", "Baby Girl Jr", "Xx", "Xx Jr", "von",
    "Pe\u00f1a Ortiz", NFD("Pe\u00f1a Ortiz"), "Washington-Brown", "d' Angelo", "D Angelo", "d\u2019 Angelo", "Null",
    "None", "Nan", "True Jr",
]
DATES = [
    (ISO, ["1985-03-12", " 1985-03-12 ", "\t1985-03-12\r\n", "1985-3-12", "85-03-12", "1985/03/12", "1985-03-12 ",
    "1985-03-12T00:00",
           "1985-03-12 00:00:00", "01985-03-12", "1985-03-123", "1985-13-01", "1985-00-10", "1985-01-00", "1985-02-29",
           "1984-02-29", "2000-02-29",
           "1900-02-29", "1985-04-31", "1985-12-31", "1985-01-32", "1849-12-31", "1850-01-01", "1850-01-02",
           "2100-12-31", "2101-01-01", "1900-01-01",
           "1901-01-01", "1911-11-11", "1111-11-11", "1800-01-01", "9999-12-31", "2222-02-22", "", "   ", "-", "abc",
           "1985-0a-12",
           "\u00a01985-03-12", "\uff11985-03-12", "1985\u201003\u201012", "1985-03-1\u00b2", "+985-03-12", "1985-03- 2",
           "1999-12-31", "0001-01-01"]),
    ({"dateFormats": ["MM/dd/yyyy"]}, ["03/12/1985", "3/12/1985", "12/31/1999", "31/12/1999", "02/29/1972",
    "02/30/1972", "03-12-1985", "03/12/85"]),
    ({"dateFormats": ["M/d/yyyy"]}, ["3/2/1985", "03/02/1985", "12/31/1999", "003/2/1985", "/2/1985", "13/1/1985"]),
    ({"dateFormats": ["yyyyMMdd"]}, ["19850312", "1985312", "1985-03-12", "198503122", "19000101", "20160202"]),
    ({"dateFormats": ["dd.MM.yyyy"]}, ["12.03.1985", "12,03,1985", "12.13.1985", "12.3.1985"]),
    ({"dateFormats": ["d. M. yyyy"]}, ["2. 3. 1985", "12. 11. 1985", "2.3.1985", "2.  3. 1985"]),
    ({"dateFormats": ["ddMMyyyy"]}, ["12031985", "31121999", "29021900"]),
    ({"dateFormats": ["yyyy-MM-dd", "MM/dd/yyyy", "yyyyMMdd"]},
    ["1985-03-12", "03/12/1985", "19850312", "12.03.1985", "1985-3-12"]),
    ({"dateFormats": ["MM/dd/yyyy", "dd/MM/yyyy"]}, ["03/12/1985", "25/12/1985"]),
    ({"dateFormats": ["dd/MM/yyyy", "MM/dd/yyyy"]}, ["03/12/1985", "12/25/1985"]),
    ({"dateFormats": ["yyyy\u5e74M\u6708d\u65e5"]}, ["1985\u5e743\u670812\u65e5", "1985-3-12"]),
    ({"dateFormats": ["yyyy-MM-ddT00:00"]}, ["1985-03-12T00:00", "1985-03-12T00:01", "1985-03-12"]),
    ({**ISO, "earliest": "1910-06-15", "latest": "2005-06-15"},
     ["1910-06-14", "1910-06-15", "2005-06-15", "2005-06-16", "1911-11-11", "1909-02-29"]),
    ({**ISO, "earliest": "1800-01-01", "latest": "9999-12-31"},
    ["1800-01-01", "1800-01-02", "9999-12-31", "9999-12-30", "2222-02-22", "1850-01-01"]),
]
SEX = [
    ({}, ["F", "f", "Female", "W", "woman", "M", "male", "Man", "x", "Non-Binary", "non binary", "OTHER", "U",
    "unknown", "UNK", "9", "0", "1", "2", "n",
          "", " ", "?", "-", " f ", "f.", "F\u00c9MALE", "\uff26", "females", "mw", "weiblich", "unk.", "99",
          "\u2640"]),
    ({"values": {"1": "m", "2": "f", "3": "x", "0": ""}}, ["1", "2", "3", "0", "9", "F", " 2 ", "4", "-1"]),
    ({"values": {"m": "f", "u": "x", "d": "x", "w": ""}}, ["m", "U", "d", "W", "female", "male"]),
]
ZIP = ["02139", "2139", "139", "39", "9", "", " ", "02139-4307", "021394307", "2139-4307", "21394307", "02139 4307",
    "0213", "021394", "0213943", "0213943070",
       "MA 02139", "0 2 1 3 9", "00000", "0000", "000", "99999", "12345", "12345-6789", "99999-1234", "000001234",
       "\uff10\uff12\uff11\uff13\uff19", "abc", "-",
       "02139.0", "501", "00501", "\u00b9\u00b2\u00b3", "12346"]
SSN = ["219-09-8761", "219098761", "219 09 8761", " 219-09-8761 ", "219\u201309\u20138761", "219\u00a009\u00a08761",
    "\uff12\uff11\uff19098761", "219.09.8761", "219/09/8761", "#219098761",
       "21909876", "2190987610", "", "  ", "---", "000-12-3456", "666-12-3456", "665-12-3456", "667-12-3456",
       "900-12-3456", "999-12-3456", "899-12-3456", "219-00-8761",
       "219-09-0000", "111-11-1111", "222222222", "555555555", "123-45-6789", "987-65-4321", "078-05-1120",
       "219-09-9999", "219-09-9998", "123456788",
       "001-01-0001", "xxx-xx-8761", "219-09-876x", "8761", "2-1-9-0-9-8-7-6-1", "219\t09\t8761", "219_09_8761",
       "+219098761"]
SSN4 = ["8761", " 8761 ", "87-61", "761", "87610", "0000", "1111", "1234", "9999", "2222", "219-09-8761", "219-09-1234",
    "219-09-1111", "219-09-0000",
        "000-12-8761", "078-05-1120", "111-11-1111", "666128761", "xxx-xx-8761", "***8761", "", " ", "876a",
        "\uff18\uff17\uff16\uff11", "12-3456", "0001"]
TEXT = ["14 Elm Street", "14 Elm St.", "14, Elm-Street", "  200  Main  Street Apt #3 ", "\u00c9lm", NFD("\u00c9lm"),
    "O'Neill's", "a_b", "a:b", "\u738b", "---", "", " ", "\u00b7",
        "Unknown", "no address", "No-Address", "NO FIXED ADDRESS", "homeless", "general delivery", "generaldelivery",
        "xx", "xxx", "x", "N/A", "null", "test 1", "TEST", "\u00bd", "\t",
        "\ufb03", "Stra\u00dfe 7"]
NUMBER = ["1", "0", "-0", "+0", "007", "-007", "+7", "7.0", "7.50", "7.05", "0.5", "00.5", "-0.0", "-0.50", "+0.50",
    "1000000000000000000000000000001", " 7 ", "\u22127",
          "\uff17\uff0e\uff15", "", " ", "1e5", "1,000", "1 000", "0x10", "--7", "+-7", "-", ".", "7.5.1", "abc", "NaN",
          "inf", "1.000", "100", "100.00", "- 7",
          "\u00b2", "\u00a07", "-00.00"]
DIGITS = ["123", "a1b2", "00", " 7 ", "", " ", "abc", "-", "\uff13", "12-34", "\u00b3", "\u0663"]
CODE = ["A1", "a-1", "A 1", "B/22", "\u00e9", "\u738b1", "", " ", "---", "\u00df", "_", "unknown", "0", "A\u00a01",
    "\u00bc", "\u0416"]

# Given names for the variant nickname, and dates for swapDayMonth.
NICKNAMES = [
    "Bob",
    "  LIZ ",
    "Bo\u0301b",
    "Robert",
    "John",
    "Bob James",
    "bobby",
    "Peggy",
    "\u738b",
    "",
    "test",
    "---",
]
ISO, EARLY = {"dateFormats": ["yyyy-MM-dd"]}, {"dateFormats": ["M/d/yyyy"], "earliest": "1980-06-01", "latest": "1999-12-31"}
SWAPS = [(ISO, text) for text in ("1985-03-12", "1985-12-03", "1985-12-12", "1985-03-13", "1985-02-30", "1900-01-01")]
SWAPS += [(ISO, text) for text in ("2001-11-01", "1911-01-11", "1850-02-01", "", "soon", "2100-12-31", "1985-01-10")]
SWAPS += [(EARLY, text) for text in ("6/1/1980", "1/6/1980", "7/2/1980", "2/11/1981", "11/12/1999", "8/7/1980")]
