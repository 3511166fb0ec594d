// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Faults
internal import Glibc

/// Which kernel this process uses: the fastest the processor supports, or the one that `TESSERA_KERNEL` names.
package enum KernelChoice {
    /// The environment variable that forces a kernel.
    package static let variable = "TESSERA_KERNEL"

    /// The names of the kernels that this processor can run, the fastest last.
    package static var supportedNames: [String] { BitKernel.all.filter(\.isSupported).map(\.name) }

    /// The kernel in use, chosen and checked at the first call and the same ever after.
    ///
    /// - Throws: `kernel.name` if `TESSERA_KERNEL` names none that can run here, `kernel.wrong` if the kernel computes
    ///   something wrong on this machine.
    package static func inUse() throws(BitVectorError) -> BitKernel { try chosen.get() }

    private static let chosen: Result<BitKernel, BitVectorError> = {
        do throws(BitVectorError) {
            let forced = unsafe getenv(variable).map { unsafe String(cString: $0) }
            let kernel = try choose(forced)
            try KernelSelfTest.run(kernel)
            return .success(kernel)
        } catch {
            return .failure(error)
        }
    }()

    /// The kernel named `name`; nil or an empty name chooses the fastest.
    package static func choose(_ name: String?) throws(BitVectorError) -> BitKernel {
        let supported = BitKernel.all.filter(\.isSupported)
        let isForced = name.map { !$0.isEmpty } ?? false
        guard let kernel = supported.last(where: { !isForced || $0.name == name }) else {
            let known = BitKernel.all.contains { $0.name == name }
            throw BitVectorError(
                .kernelName,
                known ? "this processor cannot run the kernel that \(variable) names" : "\(variable) names no kernel",
                remedy: "unset it, or use one of: \(supported.map(\.name).joined(separator: ", "))",
                exitCode: .usage
            )
        }
        return kernel
    }
}
