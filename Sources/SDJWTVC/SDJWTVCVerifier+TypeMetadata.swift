import CredentialModel
import JSON
import Rules
import SDJWT
import Trust

extension SDJWTVCVerifier {
    /// The further types of a credential for which its issuer is trusted as it is for the credential's own: whoever
    /// publishes a type can write into it that it extends any other (VC-41).
    func otherTypes(
        _ metadata: ResolvedTypeMetadata?, _ aliases: [String], of issuer: IssuerIdentity, at time: UnixTime
    ) -> [String] {
        guard policy.otherTypes == .counted else { return [] }
        return ((metadata?.extends ?? []) + aliases).filter { trust.vouches(for: $0, of: issuer.decision, at: time) }
    }

    /// Reads what the credential says about its type, and checks it against the metadata of the type.
    ///
    /// Documents are looked up only when nothing else is wrong: a credential that is refused anyway should make nobody
    /// fetch. Source: SD-JWT VC §3.4 (VC-05, VC-06, VC-50, VC-58).
    func checkType(
        _ type: String, of sdJWT: VerifiedSDJWT, at time: UnixTime, _ findings: inout Findings, log: inout StepLog
    ) -> (ResolvedTypeMetadata?, aliases: [String]) {
        var aliases: [String] = []
        if policy.otherTypes == .counted, sdJWT.payload.contains("aka_vcts") {
            findings.check(&log, "VC-06", "further types") { () throws(SDJWTVCError) in
                aliases = try CredentialClaims.aliases(in: sdJWT.payload, of: type)
            }
        }
        var integrity: SubresourceIntegrity?
        if sdJWT.payload.contains("vct#integrity") {
            findings.check(&log, "VC-05", "hash of the type metadata") { () throws(SDJWTVCError) in
                integrity = try CredentialClaims.typeIntegrity(in: sdJWT.payload)
            }
        }
        guard let source = typeMetadata else { return (nil, aliases) }
        guard findings.first == nil else {
            log.skipped("VC-50", "metadata of the type", why: "the credential is refused already")
            return (nil, aliases)
        }
        let metadata: ResolvedTypeMetadata
        do throws(TypeMetadataError) {
            if integrity == nil, sdJWT.payload.contains("vct#integrity") { throw .integrityUnsupported }
            let resolver = TypeMetadataResolver(
                source: source, transactionDocuments: policy.origin == .issuer ? .lookedUp : .leftAside)
            metadata = try resolver.resolved(type, integrity: integrity, at: time)
            log.passed("VC-50", "metadata of the type", on: type)
        } catch {
            if error.isAbsence, policy.unknownTypeMetadata == .reported {
                log.skipped("VC-50", "metadata of the type", why: error.refusal.problem)
            } else {
                log.failed("metadata of the type", on: type, error.refusal)
                findings.first = .typeMetadata(error)
            }
            return (nil, aliases)
        }
        findings.check(&log, "VC-58", "claims as the type describes them") { () throws(SDJWTVCError) in
            let isWhole = policy.origin == .issuer || sdJWT.content.isWhole
            do throws(TypeMetadataError) {
                try metadata.check(ClaimTree(sdJWT.content), view: isWhole ? .whole : .part)
            } catch { throw .typeMetadata(error) }
        }
        return (metadata, aliases)
    }
}
