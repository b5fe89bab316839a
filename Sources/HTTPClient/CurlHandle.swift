import CCurl
import HTTP

/// One of libcurl's handles: sends one request at a time and keeps its connections for the next.
@safe final class CurlHandle: @unchecked Sendable {
    /// Where the handle was last connected to.
    private(set) var lastOrigin = ""

    private let library: CurlLibrary
    private let handle: UnsafeMutableRawPointer

    /// - Throws: `clientUnavailable`.
    init() throws(HTTPError) {
        library = try CurlLibrary.loaded()
        guard let made = unsafe library.makeHandle() else {
            throw .clientUnavailable(reason: "there is no memory for it")
        }
        unsafe handle = made
    }

    deinit { unsafe library.cleanUp(handle) }

    /// Sends a request to one of the addresses and waits for the answer; redirects are not followed.
    ///
    /// - Throws: every error of a fetch but those of `AddressGuard` and redirects.
    func send(
        _ request: OutboundRequest, to addresses: [IPAddress], seconds: Double, _ configuration: ClientConfiguration
    ) throws(HTTPError) -> HTTPResponse {
        let url = request.url
        lastOrigin = url.origin
        let transfer = Transfer(
            host: url.host, addresses: addresses, limitBytes: request.limits.maxBytes,
            limitHeaderBytes: configuration.limitHeaderBytes)
        let headers = unsafe list(Self.lines(of: request))
        let pins = unsafe list(url.address == nil ? [Self.pin(url, addresses)] : [])
        defer {
            unsafe library.freeList(headers)
            unsafe library.freeList(pins)
        }
        unsafe library.reset(handle)
        setRules(configuration, scheme: url.scheme, request.limits, seconds)
        setMethod(request)
        set(CURLOPT_URL, url.text)
        unsafe set(CURLOPT_HTTPHEADER, pointer: headers)
        unsafe set(CURLOPT_RESOLVE, pointer: pins)
        let outcome = perform(transfer)
        if let stop = transfer.stop { throw stop }
        if let failure = outcome.failure { throw failure.error(of: request, seconds: seconds) }
        return try Self.answer(status: outcome.status, transfer, host: url.host)
    }

    private func perform(_ transfer: Transfer) -> (status: Int, failure: CurlFailure?) {
        var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        return unsafe message.withUnsafeMutableBufferPointer { message in
            unsafe set(CURLOPT_ERRORBUFFER, pointer: message.baseAddress)
            setReceivers(transfer)
            // The handle outlives both the buffer and the transfer, and must forget them.
            defer { unsafe library.reset(handle) }
            let code = withExtendedLifetime(transfer) { unsafe library.perform(handle) }
            let status = number(CURLINFO_RESPONSE_CODE)
            guard code != CURLE_OK else { return (status, nil) }
            let text = unsafe String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return (status, CurlFailure(code: code, systemError: Int32(number(CURLINFO_OS_ERRNO)), message: text))
        }
    }

    private func setRules(
        _ configuration: ClientConfiguration, scheme: WebURL.Scheme, _ limits: FetchLimits, _ seconds: Double
    ) {
        set(CURLOPT_PROTOCOLS_STR, scheme.rawValue)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_NOSIGNAL, 1)
        // An empty proxy switches off those of the environment.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_USERAGENT, configuration.userAgent)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let file = configuration.certificateFile { set(CURLOPT_CAINFO, file) }
        set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(min(limits.connectSeconds, seconds)))
        set(CURLOPT_TIMEOUT_MS, Self.milliseconds(seconds))
        // With a length announced beyond the limit nothing is read at all.
        unsafe set(CURLOPT_MAXFILESIZE_LARGE, size: limits.maxBytes)
    }

    private func setMethod(_ request: OutboundRequest) {
        let hasBody =
            !request.body.isEmpty || request.method == "POST" || request.method == "PUT" || request.method == "PATCH"
        if hasBody {
            set(CURLOPT_POST, 1)
            unsafe set(CURLOPT_POSTFIELDSIZE_LARGE, size: request.body.count)
            unsafe request.body.withUnsafeBytes { bytes in
                unsafe set(CURLOPT_COPYPOSTFIELDS, pointer: bytes.baseAddress)
            }
        }
        if request.method == "HEAD" { set(CURLOPT_NOBODY, 1) }
        if request.method != "GET" && request.method != "HEAD" || hasBody { set(CURLOPT_CUSTOMREQUEST, request.method) }
    }

    private func setReceivers(_ transfer: Transfer) {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        unsafe carnet_curl_set_receiver(library.setOption, handle, CURLOPT_HEADERFUNCTION, receiveHeader)
        unsafe set(CURLOPT_HEADERDATA, pointer: context)
        unsafe carnet_curl_set_receiver(library.setOption, handle, CURLOPT_WRITEFUNCTION, receiveBody)
        unsafe set(CURLOPT_WRITEDATA, pointer: context)
        unsafe carnet_curl_set_opener(library.setOption, handle, openSocket)
        unsafe set(CURLOPT_OPENSOCKETDATA, pointer: context)
    }

    private static func answer(status: Int, _ transfer: Transfer, host: String) throws(HTTPError) -> HTTPResponse {
        guard (200...599).contains(status) else { throw .brokenAnswer(host: host, reason: "its status is \(status)") }
        let lengths = transfer.headers.values("Content-Length").count
        guard lengths == 0 || lengths == 1 && transfer.headers["Transfer-Encoding"] == nil
        else { throw .brokenAnswer(host: host, reason: "it states its length twice") }
        let encodings = transfer.headers.values("Content-Encoding")
        guard encodings.allSatisfy({ $0.lowercased() == "identity" })
        else { throw .brokenAnswer(host: host, reason: "it is compressed though that was not asked for") }
        return HTTPResponse(status: status, headers: transfer.headers, body: transfer.body)
    }

    /// The caller's fields without those that are libcurl's business, and without what libcurl would add by itself.
    private static func lines(of request: OutboundRequest) -> [String] {
        let ours = [
            "host", "content-length", "transfer-encoding", "connection", "expect", "user-agent", "accept-encoding",
            "te",
        ]
        var lines = request.headers.fields
            .filter { !ours.contains($0.name.lowercased()) && !$0.value.isEmpty }
            .map { "\($0.name): \($0.value)" }
        lines.append("Expect:")
        if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        return lines
    }

    private static func pin(_ url: WebURL, _ addresses: [IPAddress]) -> String {
        let texts = addresses.map { address in if case .v6 = address { "[\(address)]" } else { "\(address)" } }
        return "\(url.host):\(url.port):\(texts.joined(separator: ","))"
    }

    private static func milliseconds(_ seconds: Double) -> Int { max(1, Int(min(seconds, 3600) * 1000)) }

    @unsafe private func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines { unsafe list = library.appendToList(list, line) ?? list }
        return unsafe list
    }

    private func set(_ option: CURLoption, _ value: Int) {
        _ = unsafe carnet_curl_set_number(library.setOption, handle, option, value)
    }

    /// libcurl copies the text.
    private func set(_ option: CURLoption, _ value: String) {
        _ = unsafe value.withCString { unsafe carnet_curl_set_pointer(library.setOption, handle, option, $0) }
    }

    @unsafe private func set(_ option: CURLoption, pointer: UnsafeRawPointer?) {
        _ = unsafe carnet_curl_set_pointer(library.setOption, handle, option, pointer)
    }

    @unsafe private func set(_ option: CURLoption, size: Int) {
        _ = unsafe carnet_curl_set_size(library.setOption, handle, option, Int64(size))
    }

    private func number(_ information: CURLINFO) -> Int {
        unsafe carnet_curl_number(library.getInformation, handle, information)
    }
}
