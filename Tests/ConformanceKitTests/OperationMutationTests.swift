import JSON
import TestSupport
import Testing

@testable import ConformanceKit

@Suite struct OperationMutationTests {
    /// One text of the input is changed at a time, so that the operations get past their first check.
    @Test(arguments: 0..<3 as Range<UInt64>)
    func `SEC-04 no operation crashes or takes long on a changed input`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        var slowest = (id: "", time: Duration.zero)
        for test in try allVectors.get().cases where UInt8.random(in: 0..<4, using: &random) == 0 {
            guard let operation = Operation(rawValue: test.operation) else { continue }
            let input = changed(.object(test.input), using: &random).object ?? [:]
            let time = clock.measure { _ = operation.answer(to: input) }
            if time > slowest.time { slowest = (test.id, time) }
        }
        #expect(slowest.time < .seconds(20), "seed \(seed), \(slowest.id)")
    }

    private func changed(_ value: JSONValue, using random: inout SeededGenerator) -> JSONValue {
        switch value {
        case .string(let text):
            var bytes = Array(text.utf8)
            guard !bytes.isEmpty else { return .string("x") }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch UInt8.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: bytes[..<place].suffix(64), at: place)
            default: bytes.removeSubrange(place...)
            }
            return .string(String(decoding: bytes, as: UTF8.self))
        case .object(var object):
            guard let name = object.names.randomElement(using: &random), let member = object[name] else { return value }
            object[name] =
                UInt8.random(in: 0..<16, using: &random) == 0 ? nil : changed(member, using: &random)
            return .object(object)
        case .array(var array):
            guard let index = array.indices.randomElement(using: &random) else { return [1] }
            array[index] = changed(array[index], using: &random)
            return .array(array)
        case .number: return .integer(Int64.random(in: .min ... .max, using: &random))
        case .bool(let bool): return .bool(!bool)
        case .null: return "x"
        }
    }
}
