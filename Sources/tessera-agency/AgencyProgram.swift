// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The program's entry point.
@main
struct AgencyProgram: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tessera-agency", version: "0.1.0")
}
