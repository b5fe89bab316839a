import Bytes
import CredentialModel
public import DCQL
import HTTP
import JSON
import OpenID4VP
import Rules
import SDJWT
public import SDJWTVC

/// What a wallet knows about types of credentials, and what it makes of it.
public struct WalletTypes: Sendable {
    /// Where documents are looked up when a credential comes; nil leaves type metadata aside.
    public var onReceipt: (any TypeMetadataSource)?
    /// Where they are looked up later, without asking anybody: whoever serves a document would learn who looks, and when.
    public var kept: (any TypeMetadataSource)?
    /// The language in which the person reads what she confirms: a BCP 47 tag; nil for none in particular (PAY-10).
    public var language: String?
    /// Whether a credential answers queries for the types that its own extends (DSEL-02).
    public var matching: DCQLPolicy.Types

    /// Puts the parts together; by default a wallet knows nothing about types.
    public init(
        onReceipt: (any TypeMetadataSource)? = nil, kept: (any TypeMetadataSource)? = nil,
        language: String? = nil, matching: DCQLPolicy.Types = .own
    ) {
        (self.onReceipt, self.kept, self.language, self.matching) = (onReceipt, kept, language, matching)
    }
}

extension Wallet {
    /// What is known about the type of a credential, without asking anybody.
    ///
    /// - Throws: `typeMetadata` when nothing is, or it is wrong; `sdJWT`, `vault`.
    public func type(of credential: HeldCredential) throws(WalletKitError) -> ResolvedTypeMetadata {
        try type(of: credential, in: types.kept)
    }

    func type(
        of credential: HeldCredential, in source: (any TypeMetadataSource)?
    ) throws(WalletKitError) -> ResolvedTypeMetadata {
        guard let source else {
            throw .typeMetadata(.unavailable(type: credential.type, why: "nothing is kept"))
        }
        let payload = try Self.content(of: try text(of: credential)).payload
        let integrity: SubresourceIntegrity?
        do throws(SDJWTVCError) { integrity = try CredentialClaims.typeIntegrity(in: payload) } catch {
            throw .credential(error)
        }
        do throws(TypeMetadataError) {
            if integrity == nil, payload.contains("vct#integrity") { throw .integrityUnsupported }
            return try TypeMetadataResolver(source: source)
                .resolved(credential.type, integrity: integrity, at: clock.now)
        } catch { throw .typeMetadata(error) }
    }

    /// The picture of a credential, filled with its claims.
    ///
    /// A picture that is not in the type's metadata itself is fetched from where that says.
    /// - Parameters:
    ///   - credential: which.
    ///   - language: a BCP 47 tag; nil for none in particular.
    /// - Throws: `credential`, `typeMetadata`, `sdJWT`, `vault`. Source: SD-JWT VC §8.1.2 (VC-62).
    public func picture(of credential: HeldCredential, in language: String?) throws(WalletKitError) -> [UInt8] {
        let type = try type(of: credential)
        guard let reference = type.display(in: language)?.templates.first else {
            throw .typeMetadata(.noTemplate(type: credential.type))
        }
        let claims = try claims(of: credential)
        do throws(TypeMetadataError) {
            let octets = try octets(at: reference)
            guard reference.integrity?.fits(octets) ?? true else { throw .template(.integrity) }
            return try type.picture(try SVGTemplate(parsing: octets), with: claims)
        } catch { throw .typeMetadata(error) }
    }

    private func octets(at reference: SVGTemplateReference) throws(TypeMetadataError) -> [UInt8] {
        guard reference.uri.prefix(6).lowercased() == "https:" else {
            return try DataURI(
                parsing: reference.uri, allowing: DataURI.vectorPictures, limitBytes: SVGTemplate.limitBytes
            ).bytes
        }
        let answer: HTTPResponse
        do throws(HTTPError) {
            let limits = FetchLimits(maxBytes: SVGTemplate.limitBytes)
            answer = try client.fetch(
                .get(try WebURL(parsing: reference.uri), accept: "image/svg+xml", limits: limits))
        } catch { throw .template(.unavailable(why: error.refusal.problem)) }
        guard answer.status == 200, answer.mediaType?.essence == "image/svg+xml" else {
            throw .template(.unavailable(why: "the server answered with something other than a picture"))
        }
        return answer.body
    }
}
