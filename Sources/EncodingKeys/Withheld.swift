// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// A value that says nothing about its content, whether printed, interpolated, dumped or reflected.
package protocol Withheld: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Withheld {
    package var description: String { "\(type(of: self)) (withheld)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}
