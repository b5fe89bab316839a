import HTTP
import Synchronization

/// Answers every fetch with what the test chose, and keeps what was sent.
final class ScriptedNetwork: HTTPFetching {
    private let state = Mutex<(answer: HTTPResponse?, sent: [OutboundRequest])>((nil, []))

    /// Everything that was sent.
    var sent: [OutboundRequest] { state.withLock { $0.sent } }

    func answers(_ answer: HTTPResponse?) { state.withLock { $0.answer = answer } }

    func fetch(_ request: OutboundRequest) throws(HTTPError) -> HTTPResponse {
        let answer = state.withLock { state in
            state.sent.append(request)
            return state.answer
        }
        guard let answer else { throw .connectionFailed(host: request.url.host, reason: "no route") }
        return answer
    }
}
