// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Attacks
internal import BitVectors
internal import Encoding
internal import Reports
internal import Schemas

/// What the bits of the whole sample give away, without an attack.
struct StatisticalChecks {
    private let encodings: FilterMatrix
    /// The sets of tokens of the same people.
    private let tokens: [[Int]]
    private let audit: PrivacyAudit

    init(_ audit: PrivacyAudit) throws {
        self.audit = audit
        tokens = audit.sample.tokenSets(TokenNumbers())
        encodings = try audit.scheme.encode(Array(0..<audit.sample.count), of: audit.sample, under: audit.key)
    }

    var checks: [PrivacyReport.Check] {
        get throws {
            guard encodings.rows >= 3 else { throw PrivacyError.tooFew(encodings.rows, least: 3) }
            let columns = try ColumnCorrelation(encodings)
            return [
                duplicates, try fill, try length, try frequency, correlation(columns), graph(columns), try linearity,
                try noise,
            ]
        }
    }

    private var duplicates: PrivacyReport.Check {
        let found = Duplicates(encodings)
        var counts: [[Int]: Int] = [:]
        for set in tokens { counts[set, default: 0] += 1 }
        let plain = counts.values.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }
        return .init(
            1,
            "Equal encodings",
            .init(PrivacyRating(found)),
            finding:
                "\(found.withTwin) of \(found.rows) encodings equal another one; of the records themselves \(plain) do. The "
                + "largest group has \(found.largestGroup).",
            needs: "nothing but the file: what is frequent among encodings is frequent among people",
            figures: [
                .init("share with a twin", found.share, isShare: true),
                .init("largest group", Double(found.largestGroup)),
                .init("records with a twin", Double(plain)),
            ]
        )
    }

    private var fill: PrivacyReport.Check {
        get throws {
            let found = try Fill(encodings)
            let rating = PrivacyRating(found, isBalanced: audit.scheme.majorities != nil)
            return .init(
                2,
                "Share of bits set",
                .init(rating),
                finding: "\(text(found.mean)) of the bits are set on average, \(text(found.range.lowerBound)) to "
                    + "\(text(found.range.upperBound)) in a row; \(found.emptyRows) rows have none.",
                needs:
                    "nothing but the file: emptier filters show more of each token, fuller ones are told apart worse",
                figures: [
                    .init("mean share", found.mean, isShare: true),
                    .init("least", found.range.lowerBound, isShare: true),
                    .init("greatest", found.range.upperBound, isShare: true),
                    .init("empty rows", Double(found.emptyRows)),
                ]
            )
        }
    }

    private var length: PrivacyReport.Check {
        get throws {
            let found = try LengthLeak(encodings, tokens: tokens.map { UInt32($0.count) })
            return .init(
                3,
                "Number of bits and length of the record",
                .init(PrivacyRating(found)),
                finding: PrivacyRating.lengthCorrelation.rating(abs(found.correlation)) == .red
                    ? "Whoever counts the bits of a row knows about how long its names are."
                    : "The number of bits set says little about how long a record's names are.",
                needs: "nothing but the file",
                figures: [.init("correlation", found.correlation)]
            )
        }
    }

    private var frequency: PrivacyReport.Check {
        get throws {
            let found = try BitFrequency(encodings)
            return .init(
                4,
                "Frequent bits",
                .init(PrivacyRating(found)),
                finding:
                    "The frequencies of bits vary \(NumberText.fixed(found.deviationOverBinomial, 1)) times as much as those of "
                    + "random bits.",
                needs: "the file and knowledge of which letters are frequent in names",
                figures: [
                    .init("Gini coefficient", found.gini), .init("mean entropy of a bit", found.entropy),
                    .init("deviation over that of random bits", found.deviationOverBinomial),
                ]
            )
        }
    }

    private func correlation(_ found: ColumnCorrelation) -> PrivacyReport.Check {
        .init(
            5,
            "Bits that go together",
            .init(PrivacyRating(found)),
            finding: "\(text(found.shareBeyondFiveSigma)) of the pairs of bits go together more than chance explains.",
            needs:
                "the file; bits that go together stand for the same letters, which is what pattern mining starts from",
            figures: [
                .init("greatest correlation", found.greatest),
                .init("share beyond five deviations", found.shareBeyondFiveSigma, isShare: true),
            ]
        )
    }

    private func graph(_ found: ColumnCorrelation) -> PrivacyReport.Check {
        .init(
            6,
            "Similarities of strangers",
            .init(PrivacyRating(graphOf: found)),
            finding: "How alike two strangers' encodings are tells "
                + (PrivacyRating.graphSignalToNoise.rating(found.graphSignalToNoise) == .red
                    ? "clearly how alike the people are." : "little about how alike the people are."),
            needs: "the file and a list of the same people; the matching of checks 9 and 10 lives on it",
            figures: [.init("excess variance of similarities (graph SNR)", found.graphSignalToNoise)]
        )
    }

    private var linearity: PrivacyReport.Check {
        get throws {
            let found = try LinearityProbe(encodings, seed: audit.plan.seed)
            let rating = PrivacyRating(found)
            let finding =
                switch rating {
                case .tooFewRows: "\(found.rows) encodings are too few to tell sums from chance."
                case .red: "Some three encodings cancel each other out more than chance explains."
                default: "No three of \(found.rows) encodings cancel each other out more than chance explains."
                }
            return .init(
                12,
                "Sums of encodings",
                .init(rating),
                finding: finding,
                needs: "nothing but the file; encodings whose bits are sums of few others can be solved for them",
                figures: [
                    .init("depth of the lightest sum, in deviations", found.depth),
                    .init("depth that chance explains", found.expectedDepth),
                ]
            )
        }
    }

    /// Not a matter of privacy alone: a threshold above the noise is what keeps strangers apart.
    private var noise: PrivacyReport.Check {
        get throws {
            let people = Array(0..<min(encodings.rows, audit.plan.people))
            let matrix = try encodings.similarities(of: people, to: people, under: audit.scheme.measure)
            var (count, sum, squares, greatest) = (0.0, 0.0, 0.0, 0.0)
            for row in people {
                for column in people where column > row && tokens[row] != tokens[column] {
                    let similarity = Double(matrix[row, column])
                    count += 1
                    sum += similarity
                    squares += similarity * similarity
                    greatest = max(greatest, similarity)
                }
            }
            let mean = sum / max(count, 1)
            let deviation = max(0, squares / max(count, 1) - mean * mean).squareRoot()
            let rows = Double(audit.sample.encodedRows)
            let floor = min(1, mean + normalQuantile(beyond: 1 / max(rows * rows, 2)) * deviation)
            return .init(
                14,
                "Noise floor",
                .report,
                finding: "Strangers are \(NumberText.fixed(mean, 3)) alike on average and at most "
                    + "\(NumberText.fixed(greatest, 3)) in the sample. Linking two files of this size asks for a threshold of at least "
                    + "\(NumberText.fixed(floor, 3)).",
                needs: "for information: what the linkage unit's threshold must stay above",
                figures: [
                    .init("mean similarity of strangers", mean), .init("deviation", deviation),
                    .init("greatest similarity of strangers seen", greatest), .init("least threshold", floor),
                ]
            )
        }
    }

    private func text(_ share: Double) -> String { NumberText.fixed(share * 100, 2) + " %" }
}
