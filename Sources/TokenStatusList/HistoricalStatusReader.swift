public import CredentialModel
public import Rules

/// Looks statuses of the past up: what the list said at a moment that is over.
///
/// Each look-up asks for the list of its moment, `?time=…`; nothing is kept. Servers need not keep lists of the past, and
/// then nothing is known. A list that does not speak about the moment is refused, whatever it says: a server that does not
/// know the question answers with its present list. Source: Token Status List §8.4 (TSL-61, NEG-145).
public struct HistoricalStatusReader: Sendable {
    /// Fetches the list of a moment by the list's address.
    public typealias Fetch = @Sendable (String, UnixTime) throws(StatusListUnavailable) -> StatusListAnswer

    private let limits: StatusListLimits
    private let skewSeconds: Int64
    private let fetch: Fetch

    /// Asks through a fetch that is given to it.
    public init(limits: StatusListLimits = .default, skewSeconds: Int64 = 60, fetch: @escaping Fetch) {
        (self.limits, self.skewSeconds, self.fetch) = (limits, skewSeconds, fetch)
    }

    /// Looks up one credential; its other checks were all made before, as of the same moment (TSL-40).
    ///
    /// - Throws: what is wrong with the list, `outsideRequestedTime`, `indexOutOfRange`, what `decide` throws.
    public func status(
        of reference: StatusReference, at moment: UnixTime, signer decide: StatusListReader.Decision
    ) throws(TokenStatusListError) -> StatusResult {
        let answer: StatusListAnswer
        do throws(StatusListUnavailable) { answer = try fetch(reference.uri, moment) } catch {
            return .unknown(why: error.why)
        }
        guard let body = try answer.token() else {
            return .unknown(why: "the server answered with something other than a status list")
        }
        let unverified = try UnverifiedStatusListToken(parsing: body, limits: limits)
        // The list of another moment may be over by now, and one of the present begins after it: both are refused as that.
        let times = try unverified.statedTimes(for: reference.uri)
        try times.requireCovering(moment)
        let token = try unverified.verified(
            by: try decide(unverified.signer), for: reference.uri, at: moment, skewSeconds: skewSeconds)
        return .known(
            try token.list.status(at: reference.index), ageSeconds: max(0, moment.seconds - token.issuedAt.seconds),
            staleSeconds: 0)
    }
}
