// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import BitVectors
internal import Files
internal import JSONText
internal import Linkage
internal import Terminal

/// What a plan will cost, in words and as JSON.
struct Cost {
    private let forecast: Forecast
    private let planning: Planning
    private let machine: Machine
    private let freeDisk: Int?

    init(_ forecast: Forecast, planning: Planning, machine: Machine, folder: String) {
        self.forecast = forecast
        self.planning = planning
        self.machine = machine
        freeDisk = Disk.free(path: folder)
    }

    var lines: [String] {
        let seconds = Int(forecast.seconds.rounded(.up))
        return [
            "threshold \(planning.plan.threshold)\(planning.estimate == nil ? "" : ", read from the data")",
            "\(Quantities.grouped(forecast.comparisons)) comparisons in \(Quantities.grouped(forecast.tiles)) \(forecast.tiles == 1 ? "tile" : "tiles")",
            "about \(Quantities.clock(seconds: seconds)) on \(machine.threads) threads here, "
                + "\(Quantities.grouped(Int(forecast.comparisonsPerSecond))) comparisons/s",
            "about \(Quantities.grouped(forecast.pairs)) candidate pairs, \(Quantities.bytes(forecast.diskBytes)) of disk"
                + (freeDisk.map { " (\(Quantities.bytes($0)) are free)" } ?? ""),
            "memory: at most \(Quantities.bytes(machine.budget.bytes))",
        ]
    }

    var json: [(key: String, value: JSONValue)] {
        [
            ("threshold", .string(planning.plan.threshold.description)),
            ("comparisons", .integer(forecast.comparisons)),
            ("tiles", .integer(forecast.tiles)),
            ("secondsExpected", .number(forecast.seconds)),
            ("comparisonsPerSecond", .number(forecast.comparisonsPerSecond)),
            ("candidatePairsExpected", .integer(forecast.pairs)),
            ("diskBytesExpected", .integer(forecast.diskBytes)),
            ("memoryBytes", .integer(machine.budget.bytes)),
            ("threads", .integer(machine.threads)),
        ]
    }

    /// Why the run would rather not start; nil if nothing speaks against it.
    ///
    /// The probe's pairs are few, so it must see well above the limit, or well above the free space, to say no.
    var objection: LinkerError? {
        if let freeDisk, forecast.diskBytes > freeDisk, forecast.pairs > 1_000_000 {
            return .noSpace(needed: forecast.diskBytes, free: freeDisk)
        }
        return nil
    }
}
