import FoundationEssentials
import TestSupport

@testable import CBOR

/// The same item without the bytes it was read from, so that it is written anew.
func rebuilt(_ value: CBORValue) -> CBORValue {
    switch value.content {
    case .array(let elements): .array(elements.map(rebuilt))
    case .map(let map): .map(CBORMap(unique: map.map { (rebuilt($0.key), rebuilt($0.value)) }))
    case .tagged(let tag, let item): .tagged(tag, rebuilt(item))
    default: CBORValue(value.content)
    }
}

func randomValue(depth: Int, using random: inout SeededGenerator) -> CBORValue {
    let size = Int.random(in: 0...5, using: &random)
    switch Int.random(in: 0..<(depth > 0 ? 11 : 8), using: &random) {
    case 0: return .unsigned(random.next() >> UInt64.random(in: 0..<64, using: &random))
    case 1: return CBORValue(.negative(random.next() >> UInt64.random(in: 0..<64, using: &random)))
    case 2: return .bytes(random.bytes(Int.random(in: 0...300, using: &random)))
    case 3: return .text(String(repeating: "aé水", count: size))
    case 4: return .bool(Bool.random(using: &random))
    case 5: return .null
    case 6: return .float(Double(bitPattern: .random(in: 0 ... .max, using: &random)))
    case 7: return .float(Double(Int.random(in: -5...5, using: &random)))
    case 8: return .array((0..<size).map { _ in randomValue(depth: depth - 1, using: &random) })
    case 9:
        return .map(
            CBORMap(
                (0..<size * 4).map { _ in
                    (randomValue(depth: depth - 1, using: &random), randomValue(depth: depth - 1, using: &random))
                }))
    default: return .tagged(.random(in: 0...2000, using: &random), randomValue(depth: depth - 1, using: &random))
    }
}

/// How much memory the process has in use.
func residentBytes() throws -> Int {
    let text = try String(contentsOf: URL(filePath: "/proc/self/statm"), encoding: .utf8)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
}
