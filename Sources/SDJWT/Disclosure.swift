import Bytes
import Cryptography
public import JSON

/// One Disclosure: a claim that the holder may show or withhold, in the exact spelling that its digest was made of.
///
/// ```
/// [salt, name, value]     a member of an object
/// [salt, value]           an element of an array
/// ```
///
/// Source: RFC 9901 §4.2 (SDJWT-12, SDJWT-13, SDJWT-15, SDJWT-16).
public struct Disclosure: Sendable {
    /// The name of the member; nil for an element of an array.
    public let name: String?
    /// The value; it may contain further digests.
    public let value: JSONValue

    // The text may be a piece of a received SD-JWT; the array is shared with it, not copied.
    private let storage: [UInt8]
    private let range: Range<Int>

    /// Reads one Disclosure that came from outside.
    ///
    /// - Parameters:
    ///   - bytes: what contains the Disclosure.
    ///   - range: where in `bytes` it lies.
    ///   - index: its place among the Disclosures, for messages.
    /// - Throws: `disclosureEncoding`, `disclosureJSON`, `disclosureShape`, `disclosureSalt`, `disclosureName`
    ///   (SDJWT-47).
    init(parsing bytes: [UInt8], in range: Range<Int>, index: Int, limits: JSONLimits) throws(SDJWTError) {
        let text: [UInt8]
        do { text = try Base64URL.decode(bytes.span.extracting(range)) } catch {
            throw .disclosureEncoding(index: index, error)
        }
        let json: JSONValue
        do { json = try JSONValue(parsing: text, limits: limits) } catch { throw .disclosureJSON(index: index, error) }
        guard case .array(let elements) = json else { throw .disclosureShape(index: index, elements: nil) }
        guard elements.count == 2 || elements.count == 3 else {
            throw .disclosureShape(index: index, elements: elements.count)
        }
        guard case .string(let salt) = elements[0], !salt.isEmpty else { throw .disclosureSalt(index: index) }
        if elements.count == 3 {
            guard case .string(let name) = elements[1] else { throw .disclosureName(index: index) }
            self.name = name
            value = elements[2]
        } else {
            name = nil
            value = elements[1]
        }
        (storage, self.range) = (bytes, range)
    }

    /// Makes a Disclosure, on the issuer's side.
    ///
    /// - Parameters:
    ///   - salt: random and used for this Disclosure only (SDJWT-21).
    ///   - name: the name of the member; nil for an element of an array.
    ///   - value: the value.
    init(salt: [UInt8], name: String?, value: JSONValue) {
        var elements: [JSONValue] = [.string(Base64URL.encode(salt))]
        if let name { elements.append(.string(name)) }
        elements.append(value)
        storage = Base64URL.encodedUTF8(JSONValue.array(elements).serialized().span)
        range = storage.indices
        (self.name, self.value) = (name, value)
    }

    /// The base64url text that is sent and hashed.
    public var text: String { String(decoding: storage[range], as: UTF8.self) }

    /// The base64url text in ASCII bytes.
    var bytes: ArraySlice<UInt8> { storage[range] }

    /// The digest that stands for this Disclosure: of its text, not of the bytes that the text encodes (SDJWT-16).
    func digest(_ algorithm: HashAlgorithm) -> [UInt8] { algorithm.hash(storage.span.extracting(range)) }
}

extension Disclosure: Equatable {
    /// Whether both are spelled with the same bytes.
    public static func == (left: Self, right: Self) -> Bool { left.bytes.elementsEqual(right.bytes) }
}
