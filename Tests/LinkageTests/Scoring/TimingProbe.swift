import Linkage
import TestSupport
import Testing
@Suite struct TimingProbe {
    @Test(arguments: [100, 200, 400]) func timing(n: Int) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let people = GeneratedPeople(seed: 1, [0..<n, n / 2..<n + n / 2])
        let input = try people.input()
        print("T", n, "input", clock.now - start)
        var linkage = try ScoredLinkage(input, control: RunControl(threads: 1)) { print("T", n, $0, clock.now - start) }
        let pairs = try linkage.score(DatasetPair(first: 0, second: 1))
        print("T", n, "end", clock.now - start, "pairs", pairs.count)
    }
}
