import JSON
import Testing

@testable import bench

@Suite struct TurnsTests {
    @Test(arguments: [([3], 3), ([5, 1, 3], 3), ([4, 1, 3, 2], 2.5), ([1, 1, 1, 900], 1)] as [([Double], Double)])
    func `the median is the middle, and a disturbed round does not move it`(values: [Double], expected: Double) {
        #expect(median(values) == expected)
    }

    @Test func `the ratio is taken round by round`() {
        // A machine that is twice as slow in one round slows both; the ratio stays.
        let turns = Turns(rounds: [(ours: 10, limit: 5), (ours: 20, limit: 10), (ours: 40, limit: 20)])
        #expect(turns.ratio == 2)
        #expect(turns.ours == 20)
        #expect(turns.limit == 10)
    }

    @Test func `work that takes longer gives a higher ratio`() {
        var counter = 0
        func work(_ count: Int) { for number in 0..<count { counter = counter &* 31 &+ number } }
        let turns = Turns(rounds: 11, batch: .microseconds(200), ours: { work(4_000) }, limit: { work(1_000) })
        #expect(turns.ratio > 1)
        #expect(counter != 0)
    }

    @Test func `the file holds what was agreed`() throws {
        let subject = try #require(Subject.all.first)
        let json = RunCommand.json(of: subject, Measurement(12.34567, target: 10, unit: "µs"))
        #expect(json.object?.map(\.name) == ["name", "value", "unit", "limit", "ratio"])
        #expect(json["name"] == .string(subject.name))
        #expect(json["value"]?.number?.text == "12.3457")
        #expect(json["limit"]?.number?.text == "10.0000")
        #expect(json["ratio"]?.number?.text == "1.2346")
        #expect(json["unit"] == "µs")
    }

    @Test func `names are unique`() {
        #expect(Set(Subject.all.map(\.name)).count == Subject.all.count)
    }

    @Test(arguments: [(0.004, "0.00"), (9.994, "9.99"), (12.34, "12.3"), (1234.5, "1235"), (0.0, "0.00")])
    func `numbers are cut to what is worth reading`(value: Double, expected: String) {
        #expect(RunCommand.digits(value) == expected)
    }
}
