/// Compares strings byte by byte.
///
/// `String ==` takes two spellings of "é" for one; a peer in another language does not (SEC-05).
func haveSameBytes(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8.span, right.utf8.span)
    guard left.count == right.count else { return false }
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
}
