// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// How a long attack runs: who is told, and who may stop it.
///
/// Neither changes a result.
package struct AttackControl: Sendable {
    /// What has been done so far.
    package struct Progress: Hashable, Sendable {
        /// The variant under way, from 0.
        package let variant: Int
        /// The number of variants; fewer are tried where one re-identifies everybody.
        package let variants: Int
        /// The refinement under way, from 0.
        package let iteration: Int
    }

    /// Told before each step.
    package var onProgress: (@Sendable (Progress) -> Void)?
    /// Asked before each step; true ends the attack with `attack.cancelled`.
    package var isCancelled: (@Sendable () -> Bool)?

    package init(
        onProgress: (@Sendable (Progress) -> Void)? = nil,
        isCancelled: (@Sendable () -> Bool)? = nil
    ) {
        self.onProgress = onProgress
        self.isCancelled = isCancelled
    }

    func step(_ variant: Int, of variants: Int, iteration: Int = 0) throws(AttackError) {
        if isCancelled?() ?? false { throw .cancelled }
        onProgress?(Progress(variant: variant, variants: variants, iteration: iteration))
    }
}
