// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Terminal
import Testing

struct ProgressTests {
    let clock = ManualClock()

    private func progress(_ sink: CapturedSink, json: Bool, unit: Progress.Unit = .rows, total: Int?) -> Progress {
        let clock = clock
        let console = Console(program: "p", json: json, sink: sink)
        return Progress("encoding", unit: unit, total: total, console: console) { clock.now }
    }

    @Test func aBarOnAScreen() {
        let sink = CapturedSink(isScreen: true)
        let progress = progress(sink, json: false, total: 1_000_000)
        progress.advance(by: 1)
        #expect(sink.taken() == "")
        clock.move(.seconds(5))
        progress.advance(by: 499_999)
        #expect(
            sink.taken()
                == "\r\u{1B}[Kencoding [########--------]  50 %  500,000 rows  100,000 rows/s  0:05 left"
        )
        clock.move(.milliseconds(99))
        progress.advance(by: 1)
        #expect(sink.taken() == "")
        clock.move(.seconds(5))
        progress.advance(by: 499_999)
        #expect(sink.taken().hasPrefix("\r\u{1B}[Kencoding [################] 100 %  1,000,000 rows  "))
        progress.finish()
        #expect(sink.taken() == "\r\u{1B}[K")
    }

    @Test func bytesAndAnUnknownTotal() {
        let sink = CapturedSink(isScreen: true)
        let progress = progress(sink, json: false, unit: .bytes, total: nil)
        clock.move(.seconds(2))
        progress.advance(by: 3_250_000_000)
        #expect(sink.taken() == "\r\u{1B}[Kencoding  3.2 GB  1.6 GB/s")
    }

    @Test func steps() {
        let sink = CapturedSink(isScreen: true)
        let progress = progress(sink, json: false, unit: .steps, total: nil)
        clock.move(.seconds(10))
        progress.reached(2, of: 8)
        #expect(sink.taken() == "\r\u{1B}[Kencoding [####------------]  25 %  2 of 8  0:30 left")
    }

    private static let tera = 1_000_000_000_000

    @Test func comparisonsWithDetails() {
        let sink = CapturedSink(isScreen: true)
        let progress = progress(sink, json: false, unit: .comparisons, total: nil)
        progress.reached(1, of: Self.tera, details: [Progress.Detail("tiles", 0, of: 94)])
        #expect(sink.taken() == "")
        clock.move(.seconds(10))
        let early = [Progress.Detail("tiles", 5, of: 94), Progress.Detail("candidates", 812)]
        progress.reached(53_120_000_000, of: Self.tera, details: early)
        #expect(
            sink.taken()
                == "\r\u{1B}[Kencoding [--------]   5 %  5.3 G/s  2:59 left  5/94 tiles  812 candidates"
        )
        clock.move(.seconds(170))
        let late = [Progress.Detail("tiles", 93, of: 94), Progress.Detail("candidates", 1_234_567)]
        progress.reached(Self.tera - 1, of: Self.tera, details: late)
        #expect(
            sink.taken()
                == "\r\u{1B}[Kencoding [#######-]  99 %  5.5 G/s  0:01 left  93/94 tiles  1.2 M candidates"
        )
        // What is not told again is gone.
        clock.move(.seconds(20))
        progress.reached(Self.tera, of: Self.tera)
        #expect(sink.taken() == "\r\u{1B}[Kencoding [################] 100 %  5.0 G/s  0:00 left")
        progress.finish()
        #expect(sink.taken() == "\r\u{1B}[K")
    }

    @Test func detailsAreMembersOfEvents() {
        let sink = CapturedSink()
        let progress = progress(sink, json: true, unit: .comparisons, total: nil)
        clock.move(.seconds(10))
        progress.reached(100, of: 400, details: [.init("tiles", 1, of: 4), .init("candidates", 1_234_567)])
        #expect(
            sink.lines == [
                #"{"event":"progress","label":"encoding","unit":"comparisons","done":100,"total":400,"perSecond":10,"#
                    + #""secondsLeft":30,"tiles":1,"tilesTotal":4,"candidates":1234567}"#
            ]
        )
        // The last event tells what was reached, shown before or not.
        progress.reached(400, of: 400, details: [.init("tiles", 4, of: 4), .init("candidates", 5_000_000)])
        #expect(sink.lines.count == 1)
        progress.finish()
        #expect(sink.lines.count == 2)
        #expect(sink.lines[1].hasSuffix(#""secondsLeft":0,"tiles":4,"tilesTotal":4,"candidates":5000000}"#))
    }

    /// No line wraps and no number is cut, however much there is to tell: what does not fit is not shown.
    @Test(arguments: [1, 1_000, 1_234_567_890], [1, 8, 60])
    func detailsAreWholeOrNotShown(count: Int, length: Int) {
        let sink = CapturedSink(isScreen: true)
        let progress = progress(sink, json: false, unit: .comparisons, total: nil)
        clock.move(.seconds(1))
        let names = ["a", "b", "c", "d"].map { String(repeating: $0, count: length) }
        progress.reached(1, of: 2, details: names.map { .init($0, count, of: count) })
        let line = sink.text.dropFirst("\r\u{1B}[K".count)
        let start = "encoding [####----]  50 %  1/s  0:01 left"
        let texts = names.map { "  \(Quantities.short(count))/\(Quantities.short(count)) \($0)" }
        let shown = texts.indices.map { texts[...$0].joined() }.last { start.count + $0.count <= 79 } ?? ""
        #expect(line == start + shown)
    }

    /// At most ten times a second, whatever the number of calls.
    @Test func drawingIsThrottled() {
        let sink = CapturedSink(isScreen: true)
        let progress = progress(sink, json: false, total: 10_000)
        for _ in 0..<10_000 {
            clock.move(.milliseconds(1))
            progress.advance(by: 1)
        }
        #expect(sink.text.split(separator: "\r").count == 100)
        for line in sink.text.split(separator: "\r") { #expect(line.count < 83) }
    }

    /// Extreme amounts neither trap nor wrap the line.
    @Test(arguments: [0, 1, 1 << 53], [Progress.Unit.rows, .bytes])
    func extremes(total: Int, unit: Progress.Unit) {
        let sink = CapturedSink(isScreen: true)
        let progress = progress(sink, json: false, unit: unit, total: total)
        for step in [0, 1, 1 << 53] {
            clock.move(.milliseconds(100))
            progress.advance(by: step)
        }
        progress.finish()
        #expect(sink.text.split(separator: "\r").count == 4)
        for line in sink.text.split(separator: "\r") { #expect(line.count <= 79 + 3) }
    }

    @Test func eventsEveryTenSecondsAndAtTheEnd() {
        let sink = CapturedSink()
        let progress = progress(sink, json: true, total: 400)
        for _ in 0..<39 {
            clock.move(.seconds(1))
            progress.advance(by: 10)
        }
        #expect(sink.lines.count == 3)
        #expect(
            sink.lines[0]
                == #"{"event":"progress","label":"encoding","unit":"rows","done":100,"total":400,"perSecond":10,"secondsLeft":30}"#
        )
        progress.advance(by: 10)
        progress.finish()
        #expect(sink.lines.count == 4)
        #expect(sink.lines[3].contains(#""done":400,"total":400"#))
        #expect(sink.lines[3].hasSuffix(#""secondsLeft":0}"#))
    }

    @Test func silenceWhereNobodyWatches() {
        let sink = CapturedSink()
        let progress = progress(sink, json: false, total: 10)
        clock.move(.seconds(60))
        progress.advance(by: 10)
        progress.finish()
        #expect(sink.text == "")
    }

    @Test func threadsAddUp() async {
        let sink = CapturedSink()
        let progress = progress(sink, json: true, total: nil)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<1000 { progress.advance(by: 1) } } }
        }
        progress.finish()
        #expect(sink.text.contains(#""done":8000"#))
    }
}

struct QuantitiesTests {
    @Test func numbersAreGrouped() {
        #expect(
            [0, 7, 999, 1000, 48_213, 100_000, 7_912_004, -1234].map(Quantities.grouped) == [
                "0", "7", "999", "1,000", "48,213", "100,000", "7,912,004", "-1,234",
            ]
        )
        #expect(Quantities.grouped(.min) == "-9,223,372,036,854,775,808")
    }

    @Test func countsAreShort() {
        #expect(
            [0, 999, 1000, 1999, 5_312_345_678, 99_999_999, 123_456_789, 50_000_000_000_000].map(Quantities.short) == [
                "0", "999", "1.0 k", "1.9 k", "5.3 G", "99.9 M", "123 M", "50.0 T",
            ]
        )
    }

    @Test func bytesAndTimes() {
        #expect(
            [0, 999, 1000, 1999, 99_999, 123_456_789, 1_500_000_000].map(Quantities.bytes) == [
                "0 B", "999 B", "1.0 kB", "1.9 kB", "99.9 kB", "123 MB", "1.5 GB",
            ]
        )
        #expect(
            [0, 59, 60, 3599, 3600, 363_725].map(Quantities.clock(seconds:)) == [
                "0:00", "0:59", "1:00", "59:59", "1:00:00", "101:02:05",
            ]
        )
    }
}
