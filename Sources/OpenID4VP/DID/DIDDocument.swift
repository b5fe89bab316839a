import Bytes
import Cryptography
import JOSE
import JSON
import Rules

/// The keys of a DID, as far as they sign requests.
///
/// Source: DID Core 1.0 §5 (CID-07).
public struct DIDDocument: Sendable {
    /// The most verification methods that are read.
    static let limitMethods = 64

    /// The identifier that the document is about.
    public let did: DecentralizedIdentifier
    /// The keys that may sign for it, by their absolute names.
    private let keys: [(name: String, json: JSONValue)]

    /// The document of a `did:jwk`, which says everything itself.
    ///
    /// - Throws: `did`.
    init(jwk did: DecentralizedIdentifier) throws(OpenID4VPError) {
        guard let bytes = try? Base64URL.decode(did.specificID.utf8.span), let json = try? JSONValue(parsing: bytes)
        else { throw .did(problem: "\(did.text.prefix(64)) holds no key in JSON") }
        self.did = did
        keys = [("\(did.text)#0", json)]
    }

    /// Reads a document that was fetched.
    ///
    /// - Throws: `did`.
    init(_ json: JSONValue, of did: DecentralizedIdentifier) throws(OpenID4VPError) {
        guard let object = json.object, let id = object["id"]?.string, haveSameBytes(id, did.text) else {
            throw .did(problem: "the document found for \(did.text) is not about it")
        }
        let methods = object["verificationMethod"]?.array ?? []
        let relations = ["authentication", "assertionMethod"].flatMap { object[$0]?.array ?? [] }
        guard methods.count <= Self.limitMethods, relations.count <= 2 * Self.limitMethods else {
            throw .did(problem: "the document of \(did.text) has more than \(Self.limitMethods) keys")
        }
        func absolute(_ name: String) -> String { name.hasPrefix("#") ? did.text + name : name }
        let named = relations.compactMap(\.string).map(absolute)
        let listed = methods.filter { method in
            method["id"]?.string.map { id in named.contains { haveSameBytes($0, absolute(id)) } } ?? false
        }
        var keys: [(String, JSONValue)] = []
        for method in listed + relations.filter({ $0.object != nil }) {
            guard let name = method["id"]?.string.map(absolute), let key = method["publicKeyJwk"],
                method["controller"]?.string.map({ haveSameBytes($0, did.text) }) ?? false
            else { continue }
            keys.append((name, key))
        }
        self.did = did
        self.keys = keys
    }

    /// All keys that may sign, each under its absolute name and, for tokens that leave the DID out, its relative one.
    ///
    /// Source: SD-JWT VC draft 9 §3.5 (VC-35).
    var keySet: JWKSet {
        JWKSet(
            keys.flatMap { key -> [JWK] in
                guard let jwk = try? JWK(key.json), jwk.use == nil || jwk.use == "sig" else { return [] }
                return [key.name, String(key.name.dropFirst(did.text.count))].map {
                    JWK(publicKey: jwk.publicKey, keyID: $0, algorithm: jwk.algorithm, use: jwk.use)
                }
            })
    }

    /// The key of this name, which must belong to the document's own DID and be meant for signatures.
    ///
    /// - Parameter name: `kid` of the header: the DID, a number sign, and a fragment.
    /// - Throws: `did` when there is no such key, `jose` when it cannot be used.
    func key(named name: String?) throws(OpenID4VPError) -> PublicKey {
        guard let name, name.hasPrefix(did.text + "#") else {
            throw .did(problem: "kid does not name a key of \(did.text.prefix(64))")
        }
        let fitting = keys.filter { haveSameBytes($0.name, name) }
        guard let key = fitting.first, fitting.count == 1 else {
            throw .did(problem: "the document of \(did.text.prefix(64)) has no key of the name in kid for signatures")
        }
        do throws(JOSEError) {
            let jwk = try JWK(key.json)
            guard jwk.use == nil || jwk.use == "sig" else { throw JOSEError.key(.restricted(member: "use")) }
            return jwk.publicKey
        } catch { throw .jose(error) }
    }
}
