/// Finds a map key that occurs twice.
///
/// Few keys are compared one by one, many through a set, so that neither a usual map costs an allocation nor a hostile one
/// quadratic time.
struct KeyRegister {
    private static let few = 12
    private var seen: Set<CBORValue> = []

    mutating func isNew(
        _ key: CBORValue, among entries: [(key: CBORValue, value: CBORValue)], from first: Int
    ) -> Bool {
        let count = entries.count - first
        if count < Self.few {
            for index in first..<entries.count where entries[index].key == key { return false }
            return true
        }
        if count == Self.few { for index in first..<entries.count { seen.insert(entries[index].key) } }
        return seen.insert(key).inserted
    }
}
