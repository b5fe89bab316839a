public import Cryptography
import Synchronization

/// A source of random bytes whose sequence its seed decides, for tests of what is drawn at random.
public final class SeededRandom: RandomSource {
    private let generator: Mutex<SeededGenerator>

    /// Starts the sequence.
    public init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    /// The next bytes of the sequence.
    public func bytes(_ count: Int) -> [UInt8] { generator.withLock { $0.bytes(count) } }
}
