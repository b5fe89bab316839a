/// Compares strings byte by byte.
///
/// `String ==` takes two spellings of "é" for one; a peer in another language does not. Names, types and identifiers that
/// come from outside are therefore compared with this function (SEC-05). Not for secrets: it stops at a difference.
@inlinable
public func haveSameBytes(_ left: String, _ right: String) -> Bool {
    // Different lengths are the common case in a look-up, and asking a string for its span costs more than its count.
    guard left.utf8.count == right.utf8.count else { return false }
    return haveSameBytes(left, right.utf8.span)
}

/// Compares a string with bytes: for one that is compared with many.
@inlinable
public func haveSameBytes(_ left: String, _ right: Span<UInt8>) -> Bool {
    guard left.utf8.count == right.count else { return false }
    let left = left.utf8.span
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
}

/// Hashes a string as `haveSameBytes` compares it.
///
/// `String.hash` takes all spellings of a text for one, so that whoever sends many of them makes a set slow.
public func hashBytes(of text: String, into hasher: inout Hasher) {
    let bytes = text.utf8.span
    hasher.combine(bytes.count)
    for index in bytes.indices { hasher.combine(bytes[index]) }
}
