import Certificates
public import HTTP
import Rules
public import Trust

/// Fetches what trust is made of: lists of trusted entities, and revocation lists of certificates.
///
/// Both are signed, and whoever asks checks the signature; a request carries the address and nothing that tells who asks.
/// Which addresses may be reached is the business of the clients: a revocation list also comes by plain http, for the
/// authorities publish them so. Source: LOT-11, STA-04, VC-37.
public struct TrustDocumentClient: Sendable {
    private let lists: any HTTPFetching
    private let revocationLists: any HTTPFetching

    /// Sets the client up.
    ///
    /// - Parameters:
    ///   - lists: reaches public addresses by https.
    ///   - revocationLists: reaches public addresses, also by plain http.
    public init(lists: any HTTPFetching, revocationLists: any HTTPFetching) {
        (self.lists, self.revocationLists) = (lists, revocationLists)
    }

    private static let listLimits = FetchLimits(
        maxBytes: TrustList.limitBytes, timeoutSeconds: 10, redirects: .followed(atMost: 3))
    private static let revocationListLimits = FetchLimits(
        maxBytes: RevocationList.limitBytes, redirects: .followed(atMost: 3))

    /// Fetches a signed list of trusted entities, unchecked.
    ///
    /// - Throws: `listUnavailable`.
    public func list(at address: String) throws(TrustError) -> [UInt8] {
        let answer: HTTPResponse
        do throws(HTTPError) {
            let accept = "application/jose, application/jwt;q=0.9, */*;q=0.1"
            answer = try lists.fetch(.get(try WebURL(parsing: address), accept: accept, limits: Self.listLimits))
        } catch { throw .listUnavailable(url: address, why: error.refusal.problem) }
        guard answer.status == 200, !answer.body.isEmpty else {
            throw .listUnavailable(url: address, why: "the server answered \(answer.status)")
        }
        var body = answer.body
        if body.last == 0x0A { body.removeLast() }
        return body
    }

    /// Fetches a revocation list, unchecked.
    ///
    /// - Parameters:
    ///   - address: as the certificate names it.
    ///   - entityTag: what the server called the list that is held; nil when none is.
    public func revocationList(
        at address: String, entityTag: String?
    ) throws(RevocationListUnavailable) -> RevocationListAnswer {
        let answer: HTTPResponse
        do throws(HTTPError) {
            var request = OutboundRequest.get(
                try WebURL(parsing: address), accept: "application/pkix-crl", limits: Self.revocationListLimits)
            if let entityTag { request.headers.set("If-None-Match", entityTag) }
            answer = try revocationLists.fetch(request)
        } catch { throw RevocationListUnavailable(why: error.refusal.problem) }
        if answer.status == 304, entityTag != nil { return .unchanged }
        guard answer.status == 200 else {
            throw RevocationListUnavailable(why: "the server of the revocation list answered \(answer.status)")
        }
        return .list(answer.body, entityTag: answer.headers["ETag"])
    }

    /// Whether a server of revocation lists is told its own name for the list that is held.
    public enum EntityTags: Sendable, Hashable {
        /// It is: a list that has not changed is not sent again.
        case told
        /// It is not, and no name is kept: a server can give each asker a name of its own, and would know a person again by
        /// it, as by a cookie.
        case leftAside
    }

    /// Looks revocation lists up: those of a trust folder first, then where certificates point to.
    ///
    /// - Parameters:
    ///   - folder: where lists are kept from one run to the next.
    ///   - tags: `told` for services, which are known by their address anyway; `leftAside` for whoever asks for a person.
    /// - Throws: what reading the folder throws.
    public func reader(of folder: TrustFolder, entityTags tags: EntityTags) throws(TrustError) -> RevocationListReader {
        RevocationListReader(kept: try folder.revocationLists(), store: folder) {
            uri, tag throws(RevocationListUnavailable) in
            let answer = try revocationList(at: uri, entityTag: tags == .told ? tag : nil)
            guard tags == .leftAside, case .list(let bytes, _) = answer else { return answer }
            return .list(bytes, entityTag: nil)
        }
    }
}
