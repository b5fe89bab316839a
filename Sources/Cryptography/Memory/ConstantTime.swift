import CSodium

/// Whether two byte strings are equal, in a time that depends on their length alone (JOSE-21, SEC-13).
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe sodium_memcmp(left, right, left.count) == 0
}

/// Whether two texts have the same bytes, in a time that depends on their length alone (JOSE-21, SEC-13).
public func constantTimeEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8.span, right.utf8.span)
    guard left.count == right.count else { return false }
    return unsafe left.withUnsafeBufferPointer { left in
        unsafe right.withUnsafeBufferPointer { right in
            unsafe sodium_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
        }
    }
}
