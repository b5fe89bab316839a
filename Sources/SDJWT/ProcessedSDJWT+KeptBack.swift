import Bytes
import JSON

/// Whether a claim is seen whole: only then may anybody conclude that a part of it is missing.
extension ProcessedSDJWT {
    /// Whether a top-level claim is there and something in it may have been kept back: a digest in it has no Disclosure here. A
    /// decoy looks the same.
    public func keepsBackPart(of name: String) -> Bool {
        guard !isWhole else { return false }
        var disclosed: [String: JSONValue] = [:]
        var value = issuerPayload[name]
        for placed in disclosures {
            let disclosure = placed.disclosure
            disclosed[Base64URL.encode(disclosure.digest(hashAlgorithm))] = disclosure.value
            if placed.parent == nil, disclosure.name == name, value == nil { value = disclosure.value }
        }
        return value.map { Self.hides($0, disclosed) } ?? false
    }

    private static func hides(_ value: JSONValue, _ disclosed: [String: JSONValue]) -> Bool {
        /// A digest stands once in an SD-JWT (SDJWT-43), so that this ends.
        func hides(digest: JSONValue) -> Bool {
            guard let found = digest.string.flatMap({ disclosed[$0] }) else { return true }
            return Self.hides(found, disclosed)
        }
        if let array = value.array { return array.contains { Self.hides($0, disclosed) } }
        guard let object = value.object else { return false }
        return object.contains { name, value in
            switch name {
            case SDJWTName.digests: value.array?.contains(where: hides(digest:)) ?? false
            case SDJWTName.element: hides(digest: value)
            default: Self.hides(value, disclosed)
            }
        }
    }
}
