import Bytes
public import JSON

/// A node of the processed payload with what its Disclosures were: for matching queries and for choosing what to show.
///
/// Arrays keep the positions that the issuer gave, with gaps where an element is withheld, so that the path
/// `["nationalities", 1]` means the same before and after a holder's choice (SDJWT-51).
public struct DisclosedClaim: Sendable {
    /// The index of the Disclosure that brings exactly this node; nil when it is there whenever its parent is.
    public let disclosure: Int?
    /// What stands there.
    public let content: Content

    /// The three shapes of a node.
    public enum Content: Sendable {
        /// A value in which the issuer hid nothing, however deep it is.
        case plain(JSONValue)
        /// An object with something hidden in it: the plain members in their order, then the disclosed ones.
        case object([(name: String, claim: DisclosedClaim)])
        /// An array with something hidden in it, in the issuer's positions; nil where an element is withheld or a decoy.
        case array([DisclosedClaim?])
    }

    /// The value of this node, as the processed payload has it.
    public var value: JSONValue {
        switch content {
        case .plain(let value): value
        case .object(let members): .object(JSONObject(members.map { ($0.name, $0.claim.value) }))
        case .array(let elements): .array(elements.compactMap { $0?.value })
        }
    }
}

extension ProcessedSDJWT {
    /// The processed payload as a tree of annotated nodes.
    public func claims() -> DisclosedClaim {
        var top = issuerPayload
        top[SDJWTName.algorithm] = nil
        return claim(.object(top), disclosure: nil)
    }

    private func claim(_ value: JSONValue, disclosure: Int?) -> DisclosedClaim {
        let content: DisclosedClaim.Content =
            switch value {
            case .object(let object) where Self.hasDigests(value): .object(members(of: object))
            case .array(let elements) where Self.hasDigests(value): .array(elements.map(element))
            default: .plain(value)
            }
        return DisclosedClaim(disclosure: disclosure, content: content)
    }

    private static func hasDigests(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let members):
            members.contains { SDJWTName.reserved($0.name) != nil || hasDigests($0.value) }
        case .array(let elements): elements.contains(where: hasDigests)
        default: false
        }
    }

    private func members(of object: JSONObject) -> [(name: String, claim: DisclosedClaim)] {
        var members: [(name: String, claim: DisclosedClaim)] = []
        for (name, value) in object where SDJWTName.reserved(name) == nil {
            members.append((name, claim(value, disclosure: nil)))
        }
        for digest in object[SDJWTName.digests]?.array ?? [] {
            guard let index = index(of: digest), let name = disclosures[index].disclosure.name else { continue }
            members.append((name, claim(disclosures[index].disclosure.value, disclosure: index)))
        }
        return members
    }

    private func element(_ value: JSONValue) -> DisclosedClaim? {
        guard let digest = value[SDJWTName.element] else { return claim(value, disclosure: nil) }
        return index(of: digest).map { claim(disclosures[$0].disclosure.value, disclosure: $0) }
    }

    private func index(of digest: JSONValue) -> Int? {
        guard case .string(let text) = digest else { return nil }
        // Processing has refused malformed digests already; here they would just not be found.
        guard let bytes = try? Base64URL.decode(text.utf8.span), bytes.count == digests.width else { return nil }
        var wanted = DigestList(width: digests.width, capacity: 1)
        wanted.append(bytes)
        return digests.index(of: 0, in: wanted)
    }
}
