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

    /// Which transactions its key signs.
    ///
    /// What is kept is looked at first. Documents are looked up again, as they were on receipt, when the type may say
    /// something of transactions and what is kept does not tell: nothing is kept, a document that it refers to is missing,
    /// or it no longer says what it said. What cannot be had then makes no credential one that signs anything (PAY-04).
    ///
    /// - Parameter names: the types of transactions that are to be signed.
    func signer(_ credential: HeldCredential, for names: [String]) -> TransactionSigner {
        let kept: ResolvedTypeMetadata?
        let mayBeDescribed: Bool
        do throws(WalletKitError) {
            let type = try type(of: credential, in: types.kept)
            guard type.lacksDocument(for: names) || credential.hasLost(type) else { return TransactionSigner(type) }
            (kept, mayBeDescribed) = (type, true)
        } catch .typeMetadata(let error) where error.isAbsence {
            guard credential.transactions != .nothing else { return .anything }
            (kept, mayBeDescribed) = (nil, Self.mayBeDescribed(credential.type, error))
        } catch { return .undescribed(error.refusal) }
        do throws(WalletKitError) { return credential.signer(try type(of: credential, in: types.onReceipt)) } catch {
            if let kept { return credential.signer(kept) }
            guard case .typeMetadata(let fault) = error, fault.isAbsence else { return .undescribed(error.refusal) }
            guard credential.transactions == nil else { return .absent(error.refusal, namesTransactions: true) }
            guard mayBeDescribed || Self.mayBeDescribed(credential.type, fault) else { return .anything }
            return .absent(error.refusal, namesTransactions: false)
        }
    }

    /// Whether somebody may describe a type all the same. Nobody can be asked about one whose name is no address and that none
    /// of the documents at hand is about: it says nothing of transactions then (PAY-02).
    private static func mayBeDescribed(_ type: String, _ fault: TypeMetadataError) -> Bool {
        guard case .unavailable(let missing, _) = fault, haveSameBytes(missing, type) else { return true }
        let scheme = type.prefix { $0 != ":" }.lowercased()
        return scheme == "https" || scheme == "http"
    }

    private func type(
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

extension HeldCredential {
    /// Whether its type named transactions when it came, and the metadata now says nothing of them.
    fileprivate func hasLost(_ type: ResolvedTypeMetadata) -> Bool {
        transactions.map { $0 != .nothing } ?? false && TransactionStanding(type) == .nothing
    }

    fileprivate func signer(_ type: ResolvedTypeMetadata) -> TransactionSigner {
        hasLost(type)
            ? .undescribed(TypeMetadataError.transactionsLost(type: type.type).refusal) : TransactionSigner(type)
    }
}
