import Cryptography
import Synchronization

/// Random bytes that a label decides, so that generated vectors are the same every time; never for anything else.
final class VectorRandom: RandomSource {
    private let label: [UInt8]
    private let counter = Mutex<UInt64>(0)

    init(_ label: String) { self.label = Array(label.utf8) }

    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let block = counter.withLock { counter in
                counter += 1
                return counter
            }
            bytes += HashAlgorithm.sha256.hash(label + (0..<8).map { UInt8(truncatingIfNeeded: block >> ($0 * 8)) })
        }
        return Array(bytes.prefix(count))
    }
}
