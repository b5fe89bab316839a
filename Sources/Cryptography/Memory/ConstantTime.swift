import CSodium

/// Whether two byte strings are equal, in a time that depends on their length alone (JOSE-21, SEC-13).
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe sodium_memcmp(left, right, left.count) == 0
}
