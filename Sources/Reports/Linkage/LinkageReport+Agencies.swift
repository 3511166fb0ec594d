// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

extension LinkageReport {
    var agencySection: Page.Section { AgencySection(agencies: agencies).section }
}

/// The part of a page that shows what each agency sent.
struct AgencySection {
    typealias Agency = LinkageReport.Agency

    let agencies: [Agency]

    var section: Page.Section {
        Page.Section("agencies", "Agencies") {
            Parts.table(
                caption:
                    "Records by agency. Link rate: linked records among the encoded, with the range that holds it with 95% confidence.",
                columns: [
                    "Agency", "Rows in", "Encoded", "Rejected", "Blank", "Linked", "Link rate", "Mean fill",
                    "Bits set (min / mean / max)",
                ],
                rows: agencies.map { agency in
                    [agency.name].map { Markup(text: $0) }
                        + [agency.rowsIn, agency.encoded, agency.rejected, agency.blank, agency.linked]
                        .map { Markup(text: NumberText.count($0)) }
                        + [Parts.bar(agency.linkRate)]
                        + [NumberText.percent(agency.meanFill), spreadText(agency.popcount)].map { Markup(text: $0) }
                }
            )
            if agencies.contains(where: { !$0.popcounts.counts.isEmpty }) {
                element("h3") { "Bits set per record" }
                element("p", ["class": "note"]) {
                    """
                    An encoded record is a row of bits: the more and the longer its values, the more bits are set. Agencies that \
                    hold similar people have similar shapes. A shape far to the left means missing fields, a second hump a \
                    second way of filling in the form. The line is the mean.
                    """
                }
                element("div", ["class": "charts"]) {
                    for (index, agency) in agencies.enumerated() where !agency.popcounts.counts.isEmpty {
                        popcountChart(agency, id: "popcount-\(index + 1)")
                    }
                }
            }
        }
    }

    private func spreadText(_ spread: LinkageReport.Spread) -> String {
        "\(NumberText.count(spread.least)) / \(NumberText.fixed(spread.mean, 1)) / \(NumberText.count(spread.most))"
    }

    /// The bits axis that all agencies share, so that shapes can be compared.
    private var popcountDomain: ClosedRange<Double> {
        let histograms = agencies.map(\.popcounts).filter { !$0.counts.isEmpty }
        let lower = histograms.map(\.lower).min() ?? 0
        return Double(lower)...Double(max(histograms.map(\.upper).max() ?? 1, lower + 1))
    }

    private func popcountChart(_ agency: Agency, id: String) -> Markup {
        let size = Plot.Size.small
        let histogram = agency.popcounts
        let plot = Plot(
            id: id,
            title: "Bits set per record, \(agency.name)",
            description: "A histogram of \(NumberText.count(agency.encoded)) records; "
                + "the fewest, mean and most bits set are \(spreadText(agency.popcount)).",
            size: size,
            x: .linear(popcountDomain, from: size.left, to: size.width - size.right),
            y: .counts(
                upTo: Double(histogram.counts.max() ?? 0),
                from: size.height - size.bottom,
                to: size.top
            ),
            xLabel: "bits set",
            yLabel: "records",
            xText: NumberText.compact,
            yText: NumberText.compact
        )
        let bars = histogram.counts.enumerated().map { index, count in
            let lower = histogram.lower + index * histogram.width
            return Bar(
                lower: Double(lower),
                upper: Double(lower + histogram.width),
                value: Double(count),
                note: "\(lower)–\(lower + histogram.width - 1) bits: \(NumberText.count(count)) records"
            )
        }
        return element("figure") {
            element("figcaption") {
                agency.name + " "
                element("small") { "mean \(NumberText.fixed(agency.popcount.mean, 1))" }
            }
            plot.svg {
                plot.bars(bars, style: "links")
                plot.rule(at: agency.popcount.mean, label: "")
            }
        }
    }
}
