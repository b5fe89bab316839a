/// Compares strings byte by byte.
///
/// `String ==` takes two spellings of "é" for one; a peer in another language does not. Names, types and identifiers that
/// come from outside are therefore compared with this function (SEC-05). Not for secrets: it stops at a difference.
@inlinable
public func haveSameBytes(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8.span, right.utf8.span)
    guard left.count == right.count else { return false }
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
}
