// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Encoding
import Schemas
import Testing

/// `Specs/encodings.md` §1, case by case; a rule in angle brackets means missing.
@Suite struct NormaliserTests {
    typealias Case = (text: String, expected: String)

    @Test(arguments: [
        ("Maria", "maria"), ("  MARY   ANN ", "mary ann"), ("Mary-Ann", "mary ann"), ("Ann/Marie", "ann marie"),
        ("Ann,Marie", "ann marie"), ("O'Brien", "obrien"), ("O’Brien", "obrien"), ("St. John", "st john"),
        ("Zoë", "zoe"), ("Søren", "soren"), ("Ångström", "angstrom"), ("Weiß", "weiss"), ("Æsa", "aesa"),
        ("Łukasz", "lukasz"), ("王", "王"), ("Анна", "анна"), ("Jean\u{2011}Luc", "jean luc"),
        ("Mary\u{00A0}Ann", "mary ann"), ("Ma\u{200B}ria", "maria"), ("Ann 2", "ann 2"), ("J.R.", "jr"),
        ("", "<empty>"), ("   ", "<empty>"), ("\u{00A0}", "<empty>"), ("\t\n", "<empty>"), ("---", "<name.noLetters>"),
        ("123", "<name.noLetters>"), ("BABY BOY", "<name.placeholder>"), ("Unknown", "<name.placeholder>"),
        ("test", "<name.placeholder>"), ("(refused)", "<name.placeholder>"), ("FNU", "<name.placeholder>"),
        ("Baby Boyd", "baby boyd"), ("Unknowns", "unknowns"),
    ])
    func givenName(text: String, expected: String) { #expect(Feature.of(.givenName).normalised(text) == expected) }

    @Test(arguments: [
        ("Garcia", "garcia"), ("de la Cruz", "delacruz"), ("De La Cruz-Lopez", "delacruz lopez"), ("O'Brien", "obrien"),
        ("O Brien", "obrien"), ("Mc Carthy", "mccarthy"), ("Van Der Berg", "vanderberg"), ("Smith Jr.", "smith"),
        ("Smith, III", "smith"), ("Smith Jr III", "smith"), ("Jr", "jr"), ("II", "ii"), ("Jr Sr", "jr"),
        ("Iv Iii", "iv"), ("Smith V", "smith v"), ("De", "de"), ("Smith De", "smith de"), ("De Jr", "de"),
        ("Van", "van"),
        ("de la", "dela"), ("Garcia de la Cruz", "garcia delacruz"), ("Deland", "deland"), ("Al Hassan", "alhassan"),
        ("LNU", "<name.placeholder>"), ("no name", "<name.placeholder>"), ("Test Jr", "<name.placeholder>"),
        ("..", "<name.noLetters>"), ("9", "<name.noLetters>"), ("", "<empty>"),
    ])
    func familyName(text: String, expected: String) { #expect(Feature.of(.familyName).normalised(text) == expected) }

    /// What tables and languages take for "no value" are names of people.
    @Test(arguments: [
        "Null", "NULL", "Nan", "NaN", "None", "True", "False", "NA", "N/A", "Nil", "Inf", "O'Null", "Void", "Undefined",
    ])
    func defect_D7_namesThatLookLikeNoValueStayPeople(name: String) {
        for normaliser in [Normaliser.givenName, .familyName, .text] {
            let found = Feature.of(normaliser).normalised(name)
            #expect(!found.hasPrefix("<"), "\(normaliser)")
            #expect(found.filter { $0 != " " } == name.lowercased().filter(\.isLetter))
        }
    }

    /// F7: the same name composed and decomposed.
    @Test(arguments: [
        ("Jos\u{E9}", "Jose\u{301}"), ("Pe\u{F1}a", "Pen\u{303}a"), ("M\u{FC}ller", "Mu\u{308}ller"),
        ("\u{C5}ngstr\u{F6}m", "A\u{30A}ngstro\u{308}m"), ("Bront\u{EB}", "Bronte\u{308}"),
        ("Dvo\u{159}\u{E1}k", "Dvor\u{30C}a\u{301}k"),
        ("Nguy\u{1EC5}n", "Nguye\u{302}\u{303}n"), ("\u{15E}ahin", "S\u{327}ahin"),
        ("Fran\u{E7}ois", "Franc\u{327}ois"),
    ])
    func defect_F7_composedAndDecomposedAreEqual(composed: String, decomposed: String) {
        #expect(!composed.utf8.elementsEqual(decomposed.utf8))
        for normaliser in [Normaliser.givenName, .familyName, .text, .code] {
            let feature = Feature.of(normaliser)
            #expect(feature.normalised(composed).utf8.elementsEqual(feature.normalised(decomposed).utf8))
            #expect(feature.normalised(composed).utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test(arguments: [
        ("F", "f"), ("female", "f"), ("W", "f"), ("Woman", "f"), ("M", "m"), ("Male.", "m"), ("man", "m"), ("X", "x"),
        ("non-binary", "x"), ("Other", "x"), ("U", "<sex.unknown>"), ("unknown", "<sex.unknown>"),
        ("UNK", "<sex.unknown>"),
        ("9", "<sex.unknown>"), ("1", "<sex.unmapped>"), ("?", "<sex.unmapped>"), ("", "<empty>"), (" ", "<empty>"),
        ("fm", "<sex.unmapped>"), ("т", "<sex.unmapped>"),
    ])
    func sex(text: String, expected: String) { #expect(Feature.of(.sex).normalised(text) == expected) }

    @Test(arguments: [
        ("1", "m"), (" 2.", "f"), ("3", "x"), ("0", "<sex.unknown>"), ("m", "f"), ("f", "f"), ("4", "<sex.unmapped>"),
        ("9", "m"),
    ])
    func sexByTheSchemasValuesFirst(text: String, expected: String) {
        var feature = Feature.of(.sex)
        feature.values = ["1": "m", "2": "f", "3": "x", "0": "", "m": "f", "9": "m"]
        #expect(feature.normalised(text) == expected)
    }

    @Test(arguments: [
        ("02139", "02139"), ("02139-4307", "02139"), ("021394307", "02139"), ("2139", "02139"), ("501", "00501"),
        ("21394307", "02139"), ("MA 02139", "02139"), ("０２１３９", "02139"), ("21", "<zip.format>"), ("1", "<zip.format>"),
        ("213943", "<zip.format>"), ("2139430", "<zip.format>"), ("0213943071", "<zip.format>"),
        ("Boston", "<zip.format>"),
        ("00000", "<zip.placeholder>"), ("99999", "<zip.placeholder>"), ("12345", "<zip.placeholder>"),
        ("12345-6789", "<zip.placeholder>"), ("000", "<zip.placeholder>"), ("-", "<zip.format>"), ("", "<empty>"),
    ])
    func zip5(text: String, expected: String) { #expect(Feature.of(.zip5).normalised(text) == expected) }

    @Test(arguments: [
        ("7", "7"), ("+7", "7"), ("-7", "-7"), ("007", "7"), ("7.50", "7.5"), ("7.00", "7"), ("0.0", "0"),
        ("-0.00", "0"),
        ("-0.10", "-0.1"), (" 12 ", "12"), ("0", "0"), ("000", "0"), ("7.", "<number.format>"),
        (".5", "<number.format>"),
        ("-", "<number.format>"), ("+-1", "<number.format>"), ("1e5", "<number.format>"), ("1,000", "<number.format>"),
        ("1.2.3", "<number.format>"), ("- 1", "<number.format>"), ("inf", "<number.format>"),
        ("nan", "<number.format>"),
        (".", "<number.format>"), ("１２", "12"), ("", "<empty>"),
        ("123456789012345678901234567890.10", "123456789012345678901234567890.1"),
    ])
    func number(text: String, expected: String) { #expect(Feature.of(.number).normalised(text) == expected) }

    @Test(arguments: [
        (Normaliser.digits, "A-12 3", "123"), (.digits, "abc", "<digits.none>"), (.digits, "", "<empty>"),
        (.code, "A-12 b/ü", "a12bu"), (.code, "--", "<empty>"), (.code, "王-1", "王1"), (.code, " ", "<empty>"),
        (.text, "14 Elm St., Apt #3", "14 elm st apt 3"), (.text, "---", "<empty>"),
        (.text, "Homeless", "<text.placeholder>"),
        (.text, "O'Neill", "o neill"), (.text, "General  Delivery!", "<text.placeholder>"), (.text, "123", "123"),
    ])
    func otherNormalisers(normaliser: Normaliser, text: String, expected: String) {
        #expect(Feature.of(normaliser).normalised(text) == expected)
    }
}
