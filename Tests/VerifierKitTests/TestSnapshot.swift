import Bytes
import CBOR
import COSE
import Certificates
import CredentialModel
import Cryptography
import HTTP
import JOSE
import JSON
import OpenID4VP
import Rules
import SDJWTVC
import Synchronization
import TestSupport
import TokenStatusList
import Trust

@testable import VerifierKit

/// A verifier's snapshot of a post office with one status list, whose times and statuses a test chooses.
struct TestSnapshot {
    static let uri = "https://post.example/lists/1"
    static let made = TestPost.time

    let post: TestPost
    let key: SoftwareKey

    init() throws {
        post = try TestPost()
        key = try SoftwareKey(.p256, privateScalar: [UInt8](repeating: 0x71, count: 32))
    }

    /// A status list as its server gives it.
    func list(
        _ change: (inout StatusList) throws -> Void = { _ in }, issuedAt: UnixTime = made - 10,
        expires: UnixTime? = made + 7200, timeToLive: Int64? = 3600, by signer: SoftwareKey? = nil,
        certificates: [Certificate]? = nil, uri: String = uri
    ) throws -> [UInt8] {
        var list = try StatusList(count: 16, bits: 2)
        try change(&list)
        return Array(
            try StatusListPublication(
                uri: uri, issuedAt: issuedAt, expires: expires, timeToLiveSeconds: timeToLive
            ).signed(list, by: signer ?? post.key, certificates: certificates ?? [post.leaf]).utf8)
    }

    /// The same in the CWT form.
    func listCWT() throws -> [UInt8] {
        let list = try StatusList(count: 16, bits: 2)
        let claims: CBORValue = .map(
            CBORMap([
                (2, .text(Self.uri)), (6, .integer(Self.made.seconds - 10)), (4, .integer(Self.made.seconds + 7200)),
                (65533, ["bits": 2, "lst": .bytes(try list.json()["lst"]?.string.map(Base64URL.decode) ?? [])]),
            ]))
        return try COSESign1.signed(
            claims.encoded(),
            protected: [16: "application/statuslist+cwt", 33: .bytes(post.leaf.der)], by: post.key)
    }

    func maker(
        serving body: [UInt8]?, trust: TrustStore? = nil, at time: UnixTime = made,
        mediaType: String = StatusListToken.mediaType
    ) -> SnapshotMaker {
        let client = StatusListClient(client: OneAnswer(body: body, mediaType: mediaType), network: .secure)
        return SnapshotMaker(trust: trust ?? post.trust(), client: client, at: time)
    }

    func snapshot(
        lists: [[UInt8]] = [], trust: TrustStore? = nil, documents: [(type: String, bytes: [UInt8])] = []
    ) throws -> TrustSnapshot {
        let pieces = try lists.map { try maker(serving: $0, trust: trust).list(at: Self.uri) }
        return maker(serving: nil, trust: trust)
            .snapshot(lists: pieces, types: TypeMetadataFolder(documents: documents))
    }

    /// A credential whose status is an entry of the list.
    func credential(index: Int64 = 3) throws -> [UInt8] {
        var claims = TestPost.claims
        claims["exp"] = .integer(Self.made.seconds + 400 * 86_400)
        claims["status"] = ["status_list": ["idx": .integer(index), "uri": .string(Self.uri)]]
        return Array(try post.credential(claims: claims).utf8)
    }

    /// What a check with the snapshot alone says, so long after it was made.
    func report(
        _ snapshot: TrustSnapshot, after seconds: Int64, on credential: [UInt8]? = nil,
        stakes: TrustSnapshot.Stakes = .ordinary, _ change: (inout CredentialPolicy) -> Void = { _ in }
    ) throws -> Report {
        var policy = CredentialPolicy()
        change(&policy)
        let moment = Self.made + seconds
        let bytes = try credential ?? self.credential()
        return snapshot.report(at: moment, stakes: stakes, profile: policy.profile) { basis in
            PresentationCheck(time: moment, as: .credential).report(
                on: bytes, trust: basis.trust, status: basis.status, typeMetadata: basis.typeMetadata, policy: policy)
        }
    }
}

/// Answers every fetch the same.
struct OneAnswer: HTTPFetching {
    let body: [UInt8]?
    let mediaType: String

    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        guard let body else { throw .connectionFailed(host: request.url.host, reason: "no route") }
        return HTTPResponse(status: 200, headers: ["Content-Type": mediaType], body: body)
    }
}
