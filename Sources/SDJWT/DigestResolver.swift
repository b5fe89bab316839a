import Bytes
import Cryptography
import JOSE
import JSON

/// Replaces digests by the Disclosures that they stand for, in one walk over the payload (RFC 9901 §7.1 steps 3 to 5).
///
/// Containers without digests are handed on as they are; only what changes is built anew.
struct DigestResolver {
    /// Where a Disclosure was found to belong.
    enum Place: Sendable, Equatable {
        case nowhere
        case payload
        case inside(Int)
    }

    /// How deep the walk is.
    private struct Nesting {
        /// Disclosures around this place.
        var disclosures = 0
        /// Objects and arrays around this place, so that what was put together is no deeper than one text may be.
        var containers: Int

        var inContainer: Self { Self(disclosures: disclosures, containers: containers + 1) }
        var inDisclosure: Self { Self(disclosures: disclosures + 1, containers: containers) }
    }

    private var places: [Place]
    private let disclosures: [Disclosure]
    private let digests: DigestList
    private var embedded: DigestList
    private let limits: SDJWTLimits

    init(_ disclosures: [Disclosure], digests: DigestList, limits: SDJWTLimits) {
        (self.disclosures, self.digests, self.limits) = (disclosures, digests, limits)
        places = Array(repeating: .nowhere, count: disclosures.count)
        embedded = DigestList(width: digests.width, capacity: max(16, 2 * disclosures.count))
    }

    /// The payload as the holder wants it seen; afterwards `places` tells where each Disclosure belongs.
    mutating func processed(_ payload: JSONObject) throws(SDJWTError) -> JSONObject {
        try object(payload, at: .payload, Nesting(containers: 1), isTop: true) ?? payload
    }

    /// The Disclosure whose value has the digest of this one; nil when the payload has it.
    func parent(of index: Int) -> Int? {
        if case .inside(let parent) = places[index] { parent } else { nil }
    }

    /// How many digests there are, those of withheld claims and decoys included.
    var digestCount: Int { embedded.count }

    /// Checks what can only be checked after the walk.
    ///
    /// - Throws: `repeatedDigest` (SDJWT-43).
    func checkDigestsDiffer() throws(SDJWTError) {
        if embedded.firstRepetition() != nil { throw .repeatedDigest }
    }

    /// Checks that every Disclosure was asked for by a digest.
    ///
    /// - Throws: `unreferencedDisclosure` (SDJWT-44).
    func checkAllReferenced() throws(SDJWTError) {
        if let index = places.firstIndex(of: .nowhere) { throw .unreferencedDisclosure(index: index) }
    }

    /// - Returns: nil when nothing in the value changes.
    private mutating func value(_ value: JSONValue, at place: Place, _ nesting: Nesting) throws(SDJWTError)
        -> JSONValue?
    {
        switch value {
        case .object(let members):
            let inside = try nested(nesting)
            guard let members = try object(members, at: place, inside, isTop: false) else { return nil }
            return .object(members)
        case .array(let elements):
            guard let elements = try array(elements, at: place, try nested(nesting)) else { return nil }
            return .array(elements)
        default: return nil
        }
    }

    private mutating func object(
        _ object: JSONObject, at place: Place, _ nesting: Nesting, isTop: Bool
    ) throws(SDJWTError) -> JSONObject? {
        var result: JSONObject?
        var hidden: JSONValue?
        for (name, value) in object.members {
            switch SDJWTName.reserved(name) {
            case nil:
                guard let new = try self.value(value, at: place, nesting) else { continue }
                Self.change(&result, object) { $0[name] = new }
            case .digests:
                hidden = value
                Self.change(&result, object) { $0[name] = nil }
            case .algorithm:
                guard isTop else { throw .nestedHashAlgorithm }
                Self.change(&result, object) { $0[name] = nil }
            case .element: throw .misplacedElementDigest
            }
        }
        guard let hidden, var result else { return result }
        // Only now, because a disclosed name must also differ from the plain members that follow `_sd`.
        guard case .array(let entries) = hidden else { throw .digestsNotStrings }
        for entry in entries {
            guard case .string(let digest) = entry else { throw .digestsNotStrings }
            guard let index = try disclosure(for: digest) else { continue }
            guard let name = disclosures[index].name else { throw .elementDisclosureInObject(index: index) }
            switch SDJWTName.reserved(name) {
            case .digests, .element: throw .reservedDisclosureName(index: index)
            case .algorithm: throw .disclosedHashAlgorithm(index: index)
            case nil: break
            }
            guard !result.contains(name) else { throw .nameCollision(index: index) }
            result[name] = try disclosedValue(index, at: place, nesting)
        }
        return result
    }

    private mutating func array(
        _ elements: [JSONValue], at place: Place, _ nesting: Nesting
    ) throws(SDJWTError) -> [JSONValue]? {
        var result: [JSONValue]?
        for index in elements.indices {
            let element = elements[index]
            if case .object(let object) = element, let digest = try Self.elementDigest(object) {
                if result == nil { result = Array(elements[..<index]) }
                guard let disclosure = try disclosure(for: digest) else { continue }
                guard disclosures[disclosure].name == nil else {
                    throw .memberDisclosureInArray(index: disclosure)
                }
                result?.append(try disclosedValue(disclosure, at: place, nesting))
            } else if let new = try value(element, at: place, nesting) {
                if result == nil { result = Array(elements[..<index]) }
                result?.append(new)
            } else {
                result?.append(element)
            }
        }
        return result
    }

    private mutating func disclosedValue(
        _ index: Int, at place: Place, _ nesting: Nesting
    ) throws(SDJWTError) -> JSONValue {
        guard nesting.disclosures < limits.nesting else { throw .tooDeep(limit: limits.nesting) }
        places[index] = place
        let value = disclosures[index].value
        return try self.value(value, at: .inside(index), nesting.inDisclosure) ?? value
    }

    private func nested(_ nesting: Nesting) throws(SDJWTError) -> Nesting {
        guard nesting.containers < limits.jose.json.depth else { throw .payloadTooDeep(limit: limits.jose.json.depth) }
        return nesting.inContainer
    }

    /// Notes a digest and finds its Disclosure; nil for a decoy or a withheld claim (SDJWT-35).
    private mutating func disclosure(for text: String) throws(SDJWTError) -> Int? {
        guard embedded.append(encoded: text) else { throw .malformedDigest }
        guard let index = digests.index(of: embedded.count - 1, in: embedded) else { return nil }
        // A second digest for the same Disclosure would be found after the walk; here it would give a misleading error.
        guard places[index] == .nowhere else { throw .repeatedDigest }
        return index
    }

    /// The digest of an array element that is one; nil for an ordinary object.
    static func elementDigest(_ object: JSONObject) throws(SDJWTError) -> String? {
        for (name, value) in object.members where SDJWTName.reserved(name) == .element {
            guard object.count == 1, case .string(let digest) = value else { throw .misplacedElementDigest }
            return digest
        }
        return nil
    }

    /// Makes the copy on the first change.
    private static func change(_ copy: inout JSONObject?, _ original: JSONObject, _ body: (inout JSONObject) -> Void) {
        var changed = copy ?? original
        copy = nil
        body(&changed)
        copy = changed
    }
}
