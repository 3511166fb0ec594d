// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// One bar of a histogram.
struct Bar {
    /// The bin's ends on the x axis.
    let lower: Double
    let upper: Double
    /// The bar's height on the y axis.
    let value: Double
    /// What the tooltip says.
    let note: String
}

extension Plot {
    /// Bars from the floor up, none where the value is 0.
    func bars(_ bars: [Bar], style: String) -> Markup {
        element("g", ["class": "bars \(style)"]) {
            for bar in bars where bar.value > 0 { rectangle(bar, style: "") }
        }
    }

    /// Two bars a bin from the same floor, the shorter in front, so that neither hides the other.
    func overlay(_ pairs: [(back: Bar, front: Bar)], styles: (back: String, front: String)) -> Markup {
        element("g", ["class": "bars"]) {
            for (back, front) in pairs {
                let parts = [(back, styles.back), (front, styles.front)]
                for (bar, style) in back.value >= front.value ? parts : parts.reversed() where bar.value > 0 {
                    rectangle(bar, style: style)
                }
            }
        }
    }

    /// A line through points, in the order given.
    func line(_ points: [(x: Double, y: Double)], style: String) -> Markup {
        let path = points.enumerated().map { index, point in
            "\(index == 0 ? "M" : "L")\(coordinate(x.position(point.x))) \(coordinate(y.position(point.y)))"
        }
        return element("path", ["class": "line \(style)", "d": path.joined()])
    }

    /// The area between two lines over the same places, such as an interval around a curve.
    func band(_ points: [(x: Double, y: ClosedRange<Double>)], style: String) -> Markup {
        let upper = points.map { "\(coordinate(x.position($0.x))) \(coordinate(y.position($0.y.upperBound)))" }
        let lower = points.reversed().map {
            "\(coordinate(x.position($0.x))) \(coordinate(y.position($0.y.lowerBound)))"
        }
        let path = points.isEmpty ? "" : "M" + (upper + lower).joined(separator: "L") + "Z"
        return element("path", ["class": "band \(style)", "d": path])
    }

    /// A dot on a curve.
    func dot(x: Double, y: Double, style: String, note: String) -> Markup {
        let (across, up) = (coordinate(self.x.position(x)), coordinate(self.y.position(y)))
        return element("circle", ["class": "dot \(style)", "cx": across, "cy": up, "r": "5"]) {
            element("title") { note }
        }
    }

    /// A text to the left or the right of a place.
    func label(_ text: String, x: Double, y: Double, isLeft: Bool) -> Markup {
        let (across, up) = (self.x.position(x) + (isLeft ? -9 : 9), self.y.position(y) + 4)
        return element(
            "text",
            [
                "class": "label", "x": coordinate(across), "y": coordinate(up),
                "text-anchor": isLeft ? "end" : "start",
            ]
        ) { text }
    }

    /// A dot that the script moves along two columns of the payload.
    func follower(x: Double, y: Double, columns: (x: String, y: String), style: String) -> Markup {
        let place = "translate(\(coordinate(self.x.position(x))) \(coordinate(self.y.position(y))))"
        return element(
            "g",
            ["class": "follower", "data-column-x": columns.x, "data-column-y": columns.y, "transform": place]
        ) {
            element("circle", ["class": "dot \(style)", "r": "5"])
        }
    }

    /// A vertical line at a value, with a label at its head; the script moves it if it names a column of the payload.
    func rule(at value: Double, label: String, column: String? = nil) -> Markup {
        let place = x.position(value)
        // Near the right edge the label stands on the other side of the line.
        let isRight = place > x.start + (x.end - x.start) * 0.85
        return element(
            "g",
            ["class": "rule", "data-column-x": column ?? "", "transform": "translate(\(coordinate(place)) 0)"]
        ) {
            element("line", ["x1": "0", "x2": "0", "y1": coordinate(y.end), "y2": coordinate(y.start)])
            element(
                "text",
                ["x": isRight ? "-6" : "6", "y": coordinate(y.end - 6), "text-anchor": isRight ? "end" : "start"]
            ) { label }
        }
    }

    private func rectangle(_ bar: Bar, style: String) -> Markup {
        let (left, right, top) = (x.position(bar.lower), x.position(bar.upper), y.position(bar.value))
        // A hairline between bars as long as they are wide enough to afford it.
        let gap = right - left > 4 ? 1.0 : 0
        return element(
            "rect",
            [
                "class": style, "x": coordinate(left + gap / 2), "y": coordinate(top),
                "width": coordinate(max(right - left - gap, 0.5)), "height": coordinate(y.start - top),
            ]
        ) {
            element("title") { bar.note }
        }
    }
}
