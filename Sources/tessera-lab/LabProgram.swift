// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The program's entry point.
@main
struct LabProgram: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tessera-lab", version: "0.1.0")
}
