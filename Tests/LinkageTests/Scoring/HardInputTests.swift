// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import Linkage
import TestSupport
import Testing

/// What no model is made for: the answer has to be sane, and the same every time.
@Suite struct HardInputTests {
    /// Files that are hard to link, each in its own way.
    enum Hard: String, CaseIterable, Sendable {
        case noOverlap, oneInsideTheOther, tenRecords, empty, bothEmpty, oneRecordEach, oneRecordAgainstMany,
            tenStrangers, twoStrangers, oneStrangerAgainstMany, couplesApart, everybodyMoved, fieldsThatTellNothing
        case constantField, fieldMissingInOne, allIdentical, allMissing, duplicatesEverywhere, manyDuplicates

        var people: GeneratedPeople {
            switch self {
            case .noOverlap: GeneratedPeople(seed: 31, [0..<80, 80..<160])
            case .oneInsideTheOther: GeneratedPeople(seed: 32, [0..<40, 0..<110])
            case .tenRecords: GeneratedPeople(seed: 33, [0..<10, 5..<15])
            case .empty: GeneratedPeople(seed: 34, [0..<0, 0..<50])
            case .bothEmpty: GeneratedPeople(seed: 34, [0..<0, 0..<0])
            case .oneRecordEach: GeneratedPeople(seed: 35, [0..<1, 0..<1])
            case .oneRecordAgainstMany: GeneratedPeople(seed: 36, [40..<41, 0..<60])
            case .tenStrangers: GeneratedPeople(seed: 44, [0..<10, 10..<20])
            case .twoStrangers: GeneratedPeople(seed: 45, [0..<1, 1..<2])
            case .oneStrangerAgainstMany: GeneratedPeople(seed: 46, [60..<61, 0..<60])
            case .couplesApart: couplesApart
            case .everybodyMoved: everybodyMoved
            case .fieldsThatTellNothing: fieldsThatTellNothing
            case .constantField: changed(37) { _, record in record.fields[3] = "12345" }
            case .fieldMissingInOne: changed(38) { file, record in if file == 1 { record.fields[4] = "" } }
            case .allIdentical:
                changed(39, size: 30) { _, record in record.fields = ["anna", "berg", "19700101", "12345", "6789"] }
            case .allMissing: changed(40, size: 30) { _, record in record.fields = ["", "", "", "", ""] }
            case .manyDuplicates: GeneratedPeople(seed: 51, [0..<100, 40..<140], .init(duplicates: 0.5))
            case .duplicatesEverywhere: GeneratedPeople(seed: 41, [0..<50, 20..<70], .init(duplicates: 1))
            }
        }

        /// Nobody is in both files, but everybody's wife or husband is in the other one.
        private var couplesApart: GeneratedPeople {
            var people = GeneratedPeople(seed: 52, [0..<200, 200..<400], .init(families: 0))
            for row in people.files[0].indices {
                for field in [1, 3] { people.files[1][row].fields[field] = people.files[0][row].fields[field] }
            }
            return people
        }

        /// Everybody is in both files under another first name, birth date and ZIP code, with last name and number kept.
        private var everybodyMoved: GeneratedPeople {
            var people = GeneratedPeople(seed: 53, [0..<200, 0..<200], .init(families: 0))
            let strangers = GeneratedPeople(seed: 54, [200..<400], .init(families: 0))
            for row in people.files[1].indices {
                for field in [0, 2, 3] { people.files[1][row].fields[field] = strangers.files[0][row].fields[field] }
            }
            return people
        }

        /// Two names agree; a birth date, a ZIP code and a number are nearly everybody's.
        private var fieldsThatTellNothing: GeneratedPeople {
            var people = GeneratedPeople(seed: 55, [0..<200, 0..<200], .init(families: 0))
            for file in people.files.indices {
                for row in people.files[file].indices {
                    let person = people.files[file][row].person
                    people.files[file][row].fields[2] = person % 10 == 0 ? "20000229" : "19700101"
                    people.files[file][row].fields[3] = "02101"
                    people.files[file][row].fields[4] = person % 12 == 0 ? "1234" : "0000"
                }
            }
            return people
        }

        private func changed(
            _ seed: UInt64,
            size: Int = 80,
            _ change: (Int, inout GeneratedPeople.Record) -> Void
        ) -> GeneratedPeople {
            var people = GeneratedPeople(seed: seed, [0..<size, size / 2..<size * 3 / 2])
            for file in people.files.indices {
                for row in people.files[file].indices { change(file, &people.files[file][row]) }
            }
            return people
        }

        /// How far the expected number of matches may be from the truth; nil where nothing can be known.
        var tolerance: Double? {
            switch self {
            case .allIdentical, .allMissing, .oneStrangerAgainstMany, .noOverlap, .couplesApart: nil
            default: 2
            }
        }
    }

    @Test(arguments: Hard.allCases)
    func answersAreSane(hard: Hard) throws {
        let people = hard.people
        let pairs = try people.scored()
        let measures = pairs.links(people.isMatch).measures
        let matches = Double(people.matches())
        #expect(pairs.isSane)
        for expected in [measures.matches, measures.precision, measures.recall, measures.f1] {
            #expect(expected.low.isFinite && expected.value.isFinite && expected.high.isFinite)
        }
        if hard == .couplesApart {
            let decision = ScoredDecision(pairs, rule: .maxF1)
            #expect(decision.measures.precision.value > 0.9 && decision.doubt?.contains("household") == true)
        }
        if hard == .everybodyMoved || hard == .fieldsThatTellNothing {
            #expect(ScoredDecision(pairs, rule: .maxF1).doubt == nil)
        }
        if let tolerance = hard.tolerance { #expect(abs(pairs.expectedMatches - matches) <= tolerance) }
        // Where nobody can be told, nobody is linked.
        if hard.tolerance == nil {
            let decision = ScoredDecision(pairs, rule: .maxF1)
            #expect(decision.doubt != nil && decision.cut > 1)
        }
        let smaller = Double(people.files.map(\.count).min() ?? 0)
        if pairs.clusterOfRow == nil { #expect(pairs.expectedMatches <= smaller * 1.005) }
    }

    @Test(arguments: [Hard.tenRecords, .allIdentical])
    func answersAreRepeated(hard: Hard) throws {
        let people = hard.people
        #expect(try people.scored().all == people.scored(threads: 3).all)
    }

    /// Three agencies, each pair of them on its own.
    @Test func threeAgenciesOfVeryDifferentSize() throws {
        let people = GeneratedPeople(seed: 43, [0..<160, 145..<165, 100..<150])
        var linkage = try ScoredLinkage(people.input(), control: RunControl(threads: 1))
        for (first, second) in [(0, 1), (0, 2), (1, 2)] {
            let pairs = try linkage.score(DatasetPair(first: first, second: second))
            let matches = Double(people.matches(first, second))
            #expect(pairs.isSane)
            #expect(abs(pairs.expectedMatches - matches) < max(3, 0.08 * matches))
        }
    }
}
