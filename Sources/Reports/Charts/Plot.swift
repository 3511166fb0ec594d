// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// The frame of a chart: two scales, grid lines, labelled axes, and what is drawn inside.
struct Plot {
    /// Names the chart in the page; letters only.
    let id: String
    /// What a screen reader says first.
    let title: String
    /// What the chart shows, in a sentence with its main numbers.
    let description: String
    let size: Size
    let x: Scale
    let y: Scale
    let xLabel: String
    let yLabel: String
    /// How values are written along the axes.
    let xText: (Double) -> String
    let yText: (Double) -> String
    /// What the script multiplies chart values by to get the payload's integers.
    var payloadUnits: (x: Double, y: Double) = (1, 1)

    /// Outer size and margins, in SVG units; a unit is a CSS pixel on a page of full width.
    struct Size {
        var width = 960.0
        var height = 300.0
        var left = 64.0
        var right = 16.0
        var top = 12.0
        var bottom = 46.0
        var xTicks = 10
        var yTicks = 5

        /// Half the width of the page.
        static let half = Size(width: 470, height: 300, xTicks: 5)
        /// A small multiple.
        static let small = Size(width: 310, height: 170, left: 46, bottom: 38, xTicks: 4, yTicks: 3)
    }

    /// The chart as an SVG element; `content` is drawn over the grid and under the axes.
    func svg(@MarkupBuilder _ content: () -> Markup) -> Markup {
        Markup(
            element: "svg",
            attributes: [
                "id": id, "role": "img", "aria-labelledby": "\(id)-title \(id)-desc",
                "viewBox": "0 0 \(coordinate(size.width)) \(coordinate(size.height))",
                "data-x": scaleText(x, units: payloadUnits.x), "data-y": scaleText(y, units: payloadUnits.y),
            ],
            content: MarkupBuilder.buildBlock(
                element("title", ["id": "\(id)-title"]) { title },
                element("desc", ["id": "\(id)-desc"]) { description },
                grid,
                content(),
                axes
            )
        )
    }

    /// Domain and coordinates for the script: minimum, maximum, first and last coordinate.
    private func scaleText(_ scale: Scale, units: Double) -> String {
        [scale.domain.lowerBound * units, scale.domain.upperBound * units, scale.start, scale.end]
            .map { NumberText.trimmed($0, 3) }.joined(separator: " ")
    }

    private var grid: Markup {
        element("g", ["class": "grid"]) {
            for tick in y.ticks(parts: size.yTicks) {
                let height = coordinate(y.position(tick))
                element("line", ["x1": coordinate(x.start), "x2": coordinate(x.end), "y1": height, "y2": height])
            }
        }
    }

    private var axes: Markup {
        let floor = y.start
        return element("g", ["class": "axis", "aria-hidden": "true"]) {
            element(
                "line",
                ["x1": coordinate(x.start), "x2": coordinate(x.end), "y1": coordinate(floor), "y2": coordinate(floor)]
            )
            for tick in x.ticks(parts: size.xTicks) {
                let place = coordinate(x.position(tick))
                element("line", ["x1": place, "x2": place, "y1": coordinate(floor), "y2": coordinate(floor + 4)])
                element("text", ["x": place, "y": coordinate(floor + 17), "text-anchor": "middle"]) { xText(tick) }
            }
            for tick in y.ticks(parts: size.yTicks) {
                let place = coordinate(y.position(tick) + 4)
                element("text", ["x": coordinate(x.start - 8), "y": place, "text-anchor": "end"]) { yText(tick) }
            }
            element(
                "text",
                [
                    "class": "label", "x": coordinate((x.start + x.end) / 2), "y": coordinate(size.height - 6),
                    "text-anchor": "middle",
                ]
            ) { xLabel }
            element(
                "text",
                [
                    "class": "label", "text-anchor": "middle",
                    "transform": "translate(13 \(coordinate((y.start + y.end) / 2))) rotate(-90)",
                ]
            ) { yLabel }
        }
    }
}

/// A coordinate as SVG text, to a hundredth.
func coordinate(_ value: Double) -> String { NumberText.trimmed(value, 2) }
