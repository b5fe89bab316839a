import CCurl
import Glibc
import HTTP

/// libcurl's account of a failure, before it becomes one of ours.
struct CurlFailure {
    let code: CURLcode
    let systemError: Int32
    let message: String

    /// The error of a fetch.
    func error(of request: OutboundRequest, seconds: Double) -> HTTPError {
        let host = request.url.host
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return .hostNotFound(host: host)
        case CURLE_COULDNT_CONNECT where systemError == ECONNREFUSED:
            return .connectionRefused(host: host, port: request.url.port)
        case CURLE_COULDNT_CONNECT, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
            return .connectionFailed(host: host, reason: reason)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut(host: host, seconds: min(request.limits.timeoutSeconds, seconds))
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tlsFailed(host: host, reason: reason)
        case CURLE_FILESIZE_EXCEEDED: return .answerTooLarge(host: host, limitBytes: request.limits.maxBytes)
        case CURLE_GOT_NOTHING: return .brokenAnswer(host: host, reason: "it is empty")
        case CURLE_PARTIAL_FILE: return .brokenAnswer(host: host, reason: "it ends too early")
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            return .brokenAnswer(host: host, reason: reason)
        default: return .connectionFailed(host: host, reason: reason)
        }
    }

    /// The message as it may be shown: it can quote the peer.
    private var reason: String {
        let text = message.isEmpty ? "error \(code.rawValue) of libcurl" : message
        return String(decoding: text.utf8.prefix(160).map { (0x20..<0x7F).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }
}
