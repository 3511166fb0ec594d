// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Attacks
import BitVectors
import Synchronization
import TestSupport
import Testing

/// What the attacks that need neither a key nor a known person have in common.
@Suite struct KeylessTests {
    enum Attack: CaseIterable {
        case alignment
        case mining

        func run(_ encodings: FilterMatrix, _ list: TokenSets, _ truth: [Int?], _ control: AttackControl) throws {
            switch self {
            case .alignment:
                _ = try FrequencyAlignment(seed: 1).attack(encodings, list: list, truth: truth, control: control)
            case .mining: _ = try PatternMining().attack(encodings, list: list, truth: truth, control: control)
            }
        }
    }

    @Test(arguments: Attack.allCases)
    func attacksCanBeStopped(attack: Attack) throws {
        let people = InventedNames(300, seed: 1).tokens
        let encodings = try StandInEncoder(key: 1).clk(people, bits: 256, bitsPerToken: 8)
        func steps(upTo limit: Int) throws -> (steps: [AttackControl.Progress], error: AttackError?) {
            let seen = Mutex<[AttackControl.Progress]>([])
            let control = AttackControl(
                onProgress: { step in seen.withLock { $0.append(step) } },
                isCancelled: { seen.withLock { $0.count >= limit } }
            )
            do {
                try attack.run(encodings, TokenSets(people), Array(0..<300), control)
            } catch let error as AttackError {
                return (seen.withLock(\.self), error)
            }
            return (seen.withLock(\.self), nil)
        }
        let whole = try steps(upTo: .max)
        #expect(whole.error == nil && whole.steps.count > 5)
        #expect(whole.steps.allSatisfy { (0..<$0.variants).contains($0.variant) })
        for limit in [0, 1, whole.steps.count - 1] {
            let stopped = try steps(upTo: limit)
            #expect(stopped.error?.kind == .cancelled && stopped.steps == Array(whole.steps.prefix(limit)))
        }
    }

    @Test(arguments: Attack.allCases, [[0, 1], [0, 1, 3], [0, 1, -1]])
    func inputsThatDoNotFitAreRefused(attack: Attack, truth: [Int]) throws {
        let error = #expect(throws: AttackError.self) {
            try attack.run(FilterMatrix(rows: 3, bits: 64), TokenSets([[0], [1], [2]]), truth, AttackControl())
        }
        #expect(error?.kind == .sizes)
    }

    @Test(arguments: Attack.allCases, [(1, 3), (3, 1)])
    func oneRowOrOnePersonIsTooFew(attack: Attack, sizes: (Int, Int)) throws {
        let (rows, people) = sizes
        let error = #expect(throws: AttackError.self) {
            try attack.run(
                FilterMatrix(rows: rows, bits: 64),
                TokenSets((0..<people).map { [$0] }),
                [Int?](repeating: nil, count: rows),
                AttackControl()
            )
        }
        #expect(error?.kind == .sizes)
    }
}
