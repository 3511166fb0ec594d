// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import BitVectors
import CBitKernels
import Faults
import Testing

@Suite struct KernelChoiceTests {
    @Test func portableIsAlwaysThereAndTheFastestIsChosen() throws {
        let names = KernelChoice.supportedNames
        #expect(names.first == "portable")
        #expect(try KernelChoice.choose(nil).name == names.last)
        #expect(try KernelChoice.choose("").name == names.last)
        #expect(try KernelChoice.choose("portable").name == "portable")
    }

    @Test(arguments: ["avx", "AVX2", "portable ", "sse"])
    func anUnknownNameIsAnErrorThatListsTheNames(name: String) {
        let error = #expect(throws: BitVectorError.self) { try KernelChoice.choose(name) }
        #expect(error?.kind == .kernelName)
        #expect(error?.exitCode == .usage)
        #expect(error?.remedy?.contains(KernelChoice.supportedNames.joined(separator: ", ")) == true)
    }

    @Test(arguments: KernelChoice.supportedNames)
    func theSelfTestPasses(name: String) throws {
        try KernelSelfTest.run(KernelChoice.choose(name))
    }

    /// A kernel that is wrong in one operation, and right in the others, does not pass.
    @Test(arguments: 0..<6)
    func theSelfTestFindsAWrongKernel(operation: Int) throws {
        var table = unsafe tessera_kernel_at(0).pointee
        switch operation {
        case 0:
            unsafe table.popcounts = { rows, count, words, counts in
                unsafe tessera_kernel_at(0).pointee.popcounts(rows, count, words, counts)
                unsafe counts[count - 2] += 1
            }
        case 1:
            unsafe table.intersections = { queries, candidates, words, counts in
                unsafe tessera_kernel_at(0).pointee.intersections(queries, candidates, words - 1, counts)
            }
        case 2:
            unsafe table.matches = { queries, candidates, words, threshold, found, capacity in
                let total = unsafe tessera_kernel_at(0).pointee.matches(
                    queries,
                    candidates,
                    words,
                    threshold,
                    found,
                    capacity
                )
                return total - 1
            }
        case 3:
            unsafe table.sketch = { sketches, words, chosen, starts, layers, form, asQueries in
                var fewer = unsafe sketches
                unsafe fewer.count /= asQueries ? 2 : 1
                unsafe tessera_kernel_at(0).pointee.sketch(fewer, words, chosen, starts, layers, form, asQueries)
            }
        case 4:
            unsafe table.screen = { queries, candidates, form, rule, survivors, capacity, done in
                let total = unsafe tessera_kernel_at(0).pointee.screen(
                    queries,
                    candidates,
                    form,
                    rule,
                    survivors,
                    capacity,
                    done
                )
                return max(total, 1) - 1
            }
        default:
            unsafe table.verify = { queries, candidates, words, rule, survivors, count, found in
                let total = unsafe tessera_kernel_at(0).pointee.verify(
                    queries,
                    candidates,
                    words,
                    rule,
                    survivors,
                    count,
                    found
                )
                unsafe found[0].intersection += 1
                return total
            }
        }
        let kernel = unsafe BitKernel(table: table)
        let error = #expect(throws: BitVectorError.self) { try KernelSelfTest.run(kernel) }
        #expect(error?.kind == .kernelWrong)
        #expect(error?.exitCode == .bug)
    }
}
