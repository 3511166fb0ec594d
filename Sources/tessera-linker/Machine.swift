// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage
internal import Terminal

/// What the machine may give to a run, and how the run shows itself on it.
struct Machine {
    let budget: MemoryBudget
    let threads: Int
    private let console: Console

    /// Takes the options, and half of the free memory if they name none.
    init(_ options: MachineOptions, console: Console) {
        threads = options.threads ?? RunControl.processors
        budget = MemoryBudget(bytes: options.memory?.bytes ?? SystemMemory.available() / 2, threads: threads)
        self.console = console
    }

    /// Without progress, to be stopped by a signal.
    var quiet: RunControl { RunControl(threads: threads, isCancelled: { Interruption.isRequested }) }

    /// The sizes of pieces that keep to the budget.
    var tuning: JoinTuning {
        var tuning = JoinTuning()
        tuning.heldPairs = budget.heldPairs
        return tuning
    }

    /// Reads the threshold off the data.
    func estimate(_ input: LinkageInput) throws -> ThresholdEstimate {
        try AutomaticThreshold.estimate(input, control: quiet)
    }

    /// Does work while a bar shows how far it is.
    func withProgress<Result>(_ label: String, _ work: (RunControl) throws -> Result) rethrows -> Result {
        let progress = Progress(label, unit: .comparisons, console: console)
        defer { progress.finish() }
        var control = quiet
        control.onProgress = { amount in
            progress.reached(
                amount.comparisons,
                of: amount.totalComparisons,
                details: [
                    Progress.Detail("tiles", amount.tiles, of: amount.totalTiles),
                    Progress.Detail("candidates", amount.pairs),
                ]
            )
        }
        return try work(control)
    }
}
