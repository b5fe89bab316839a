import Bytes
import Cryptography
import JSON

/// Turns claims into Disclosures and digests, as the template says.
///
/// It works from the leaves up, because a Disclosure's text has to contain the digests of what lies in it.
struct DisclosureComposer {
    /// Claims that verifiers need for judging validity; only single entries of `aud` may be hidden (SDJWT-22).
    private static let neverDisclosable = ["iss", "aud", "exp", "nbf", "cnf"]

    private(set) var disclosures: [Disclosure] = []
    private let template: SDJWTTemplate
    private let random: any RandomSource
    private var isUsed: [Bool]

    init(template: SDJWTTemplate, random: any RandomSource) {
        (self.template, self.random) = (template, random)
        isUsed = Array(repeating: false, count: template.disclosable.count)
    }

    mutating func payload(_ claims: JSONObject) throws(SDJWTError) -> JSONObject {
        guard template.saltBytes >= 16 else { throw .composition(.shortSalt(bytes: template.saltBytes)) }
        for name in Self.neverDisclosable where template.disclosable.contains(where: { $0.matches([.name(name)]) }) {
            throw .composition(.notDisclosable(name))
        }
        var payload = try object(claims, at: [])
        if case .refused = template.absence, let index = isUsed.firstIndex(of: false) {
            throw .composition(.nothingAtPath(template.disclosable[index]))
        }
        payload[SDJWTName.algorithm] = .string(template.hashAlgorithm.rawValue)
        return payload
    }

    private mutating func value(_ value: JSONValue, at place: [SDJWTPath.Component]) throws(SDJWTError) -> JSONValue {
        switch value {
        case .object(let members): .object(try object(members, at: place))
        case .array(let elements): .array(try array(elements, at: place))
        default: value
        }
    }

    private mutating func object(
        _ members: JSONObject, at place: [SDJWTPath.Component]
    ) throws(SDJWTError) -> JSONObject {
        var result = JSONObject()
        var digests: [String] = []
        for (name, value) in members {
            guard SDJWTName.reserved(name) == nil else { throw .composition(.reservedName(name)) }
            let below = place + [.name(name)]
            let isHidden = isDisclosable(below)
            let slot = disclosures.count
            let value = try self.value(value, at: below)
            if isHidden {
                digests.append(try digest(of: name, value, slot))
            } else {
                result[name] = value
            }
        }
        for _ in 0..<decoyCount(at: place) { digests.append(try decoy()) }
        guard !digests.isEmpty else { return result }
        result[SDJWTName.digests] = .array(ordered(digests).map(JSONValue.string))
        return result
    }

    private mutating func array(
        _ elements: [JSONValue], at place: [SDJWTPath.Component]
    ) throws(SDJWTError) -> [JSONValue] {
        var result: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            let below = place + [.index(index)]
            let isHidden = isDisclosable(below)
            let slot = disclosures.count
            let element = try value(element, at: below)
            result.append(
                isHidden ? .object([SDJWTName.element: .string(try digest(of: nil, element, slot))]) : element)
        }
        // Anywhere among the others: at the end everybody would see how many there are.
        for _ in 0..<decoyCount(at: place) {
            let element = JSONValue.object([SDJWTName.element: .string(try decoy())])
            result.insert(element, at: try drawnPlace(among: result.count + 1))
        }
        return result
    }

    /// One of so many places, drawn by chance; of 64 bits the rest of a division favours none that anybody could notice.
    private func drawnPlace(among count: Int) throws(SDJWTError) -> Int {
        let bytes = random.bytes(8)
        guard bytes.count == 8 else { throw .composition(.shortSalt(bytes: bytes.count)) }
        return Int(bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % UInt64(count))
    }

    private mutating func isDisclosable(_ place: [SDJWTPath.Component]) -> Bool {
        var isHidden = false
        for (index, path) in template.disclosable.enumerated() where path.matches(place) {
            isUsed[index] = true
            isHidden = true
        }
        return isHidden
    }

    private func decoyCount(at place: [SDJWTPath.Component]) -> Int {
        template.decoys.reduce(0) { $1.path.matches(place) ? $0 + max(0, $1.count) : $0 }
    }

    /// - Parameter slot: where the Disclosure is listed: before those that lie in it, which are there already.
    private mutating func digest(of name: String?, _ value: JSONValue, _ slot: Int) throws(SDJWTError) -> String {
        let disclosure = Disclosure(salt: try salt(), name: name, value: value)
        disclosures.insert(disclosure, at: slot)
        return Base64URL.encode(disclosure.digest(template.hashAlgorithm))
    }

    /// A digest of random bytes: nobody can tell it from a real one (SDJWT-19).
    private func decoy() throws(SDJWTError) -> String {
        Base64URL.encode(template.hashAlgorithm.hash(try salt()))
    }

    private func salt() throws(SDJWTError) -> [UInt8] {
        let salt = random.bytes(template.saltBytes)
        // A source that runs dry must not make guessable digests.
        guard salt.count >= 16 else { throw .composition(.shortSalt(bytes: salt.count)) }
        return salt
    }

    private func ordered(_ digests: [String]) -> [String] {
        guard case .shuffled = template.order else { return digests.sorted() }
        var digests = digests
        for last in digests.indices.dropFirst().reversed() { digests.swapAt(last, position(below: last + 1)) }
        return digests
    }

    /// A number from 0 to `bound` − 1; the bias of the remainder is below 2⁻⁴⁸ for the numbers of digests there are.
    private func position(below bound: Int) -> Int {
        Int(random.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % UInt64(bound))
    }
}
