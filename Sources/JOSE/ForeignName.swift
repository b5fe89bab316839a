/// Quotes a name that a peer chose, such as an algorithm, so that it can stand in a message.
///
/// Only short names of visible ASCII are repeated: anything else could carry terminal escapes or a value.
func quoted(_ name: String) -> String {
    let isFit = name.utf8.count <= 40 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x27 }
    return isFit ? "'\(name)'" : "a name of \(name.utf8.count) bytes"
}
