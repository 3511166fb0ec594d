// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The program's entry point.
@main
struct LinkerProgram: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tessera-linker", version: "0.1.0")
}
