import CredentialModel
import TestSupport
import Testing

@Suite struct DisclosureSetTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `it does what a set of integers does`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func numbers(_ random: inout SeededGenerator) -> [Int] {
            let bound = [10, 64, 65, 128, 1024].randomElement(using: &random) ?? 10
            return (0..<Int.random(in: 0...20, using: &random)).map { _ in Int.random(in: 0..<bound, using: &random) }
        }
        let (left, right) = (numbers(&random), numbers(&random))
        let (leftModel, rightModel) = (Set(left), Set(right))
        let (leftSet, rightSet) = (DisclosureSet(left), DisclosureSet(right))
        #expect(leftSet.numbers == leftModel.sorted(), "seed \(seed)")
        #expect(leftSet.count == leftModel.count, "seed \(seed)")
        #expect(leftSet.isEmpty == leftModel.isEmpty, "seed \(seed)")
        #expect(leftSet.union(rightSet) == DisclosureSet(leftModel.union(rightModel)), "seed \(seed)")
        #expect(leftSet.subtracting(rightSet) == DisclosureSet(leftModel.subtracting(rightModel)), "seed \(seed)")
        #expect(leftSet.isSubset(of: rightSet) == leftModel.isSubset(of: rightModel), "seed \(seed)")
        #expect(leftSet.isSubset(of: leftSet.union(rightSet)), "seed \(seed)")
        #expect((0..<1100).allSatisfy { leftSet.contains($0) == leftModel.contains($0) }, "seed \(seed)")
    }

    @Test func `negative numbers name nothing`() {
        #expect(DisclosureSet([-1, .min]).isEmpty)
        #expect(!DisclosureSet([0]).contains(-1))
    }
}
