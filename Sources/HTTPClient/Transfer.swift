import CCurl
import Glibc
import HTTP

/// What arrives during one request, and what stops it.
final class Transfer {
    private(set) var headers = HTTPHeaders()
    private(set) var body: [UInt8] = []
    /// Why we stopped it, when we did.
    private(set) var stop: HTTPError?

    private let host: String
    private let addresses: [IPAddress]
    private let limitBytes: Int
    private let limitHeaderBytes: Int
    private var headerBytes = 0
    private var headersEnded = false

    init(host: String, addresses: [IPAddress], limitBytes: Int, limitHeaderBytes: Int) {
        self.host = host
        self.addresses = addresses
        self.limitBytes = limitBytes
        self.limitHeaderBytes = limitHeaderBytes
    }

    /// A line of the header block or of trailers, which nobody asked for and which are dropped.
    func takeHeader(_ line: [UInt8]) -> Bool {
        headerBytes += line.count
        guard headerBytes <= limitHeaderBytes
        else { return stopped(.answerHeadersTooLarge(host: host, limitBytes: limitHeaderBytes)) }
        if line.starts(with: "HTTP/".utf8) {
            // After an answer of the kind 1xx the real one begins.
            headers = HTTPHeaders()
            headersEnded = false
            return true
        }
        guard !headersEnded else { return true }
        let content = line.reversed().drop { $0 == 0x0D || $0 == 0x0A }.reversed()
        guard !content.isEmpty else {
            headersEnded = true
            return true
        }
        let text = String(decoding: content, as: UTF8.self)
        guard let colon = text.firstIndex(of: ":"), HTTPHeaders.isToken(String(text[..<colon])),
            HTTPHeaders.isFieldValue(text)
        else { return stopped(.brokenAnswer(host: host, reason: "a header field is not as RFC 9110 has it")) }
        headers.add(String(text[..<colon]), String(text[colon...].dropFirst()))
        return true
    }

    /// A part of the body.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= limitBytes - body.count
        else { return stopped(.answerTooLarge(host: host, limitBytes: limitBytes)) }
        unsafe body.append(contentsOf: bytes)
        return true
    }

    /// Whether a socket may be opened to that address: the last look, at the address itself and not at a name.
    func mayConnect(to address: IPAddress?) -> Bool {
        guard let address, addresses.contains(address)
        else { return stopped(.addressNotAllowed(host: host, address: address?.description ?? "an unknown address")) }
        return true
    }

    private func stopped(_ error: HTTPError) -> Bool {
        stop = error
        return false
    }
}

// What libcurl calls on the thread that fetches.

@unsafe func receiveHeader(
    _ line: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe transfer(context) else { return 0 }
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: line, count: size * count))
    return transfer.takeHeader(bytes) ? bytes.count : 0
}

@unsafe func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = unsafe transfer(context) else { return 0 }
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    return unsafe transfer.takeBody(buffer) ? buffer.count : Int(CURL_WRITEFUNC_ERROR)
}

@unsafe func openSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let transfer = unsafe transfer(context), let address = unsafe address,
        transfer.mayConnect(to: unsafe IPAddress(socketAddress: carnet_curl_address(address)))
    else { return -1 }
    let kind = unsafe address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return unsafe socket(address.pointee.family, kind, address.pointee.protocol)
}

@unsafe private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}
