import CSodium

/// libsodium wants to be started once; its functions are safe on all threads from then on.
enum Sodium {
    private static let started: Bool = sodium_init() >= 0

    static func start() { _ = started }
}
