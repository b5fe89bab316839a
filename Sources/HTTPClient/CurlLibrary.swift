import CCurl
import Glibc
import HTTP

/// The functions of libcurl, loaded when the first fetch needs them.
///
/// Linking it would load its thirty libraries at the start of every command, `wallet --help` too (docs/adr/0003).
@safe struct CurlLibrary: @unchecked Sendable {
    let setOption: UnsafeMutableRawPointer
    let getInformation: UnsafeMutableRawPointer
    let makeHandle: @convention(c) () -> UnsafeMutableRawPointer?
    let perform: @convention(c) (UnsafeMutableRawPointer?) -> CURLcode
    let reset: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let cleanUp: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let appendToList:
        @convention(c) (UnsafeMutablePointer<curl_slist>?, UnsafePointer<CChar>?) -> UnsafeMutablePointer<curl_slist>?
    let freeList: @convention(c) (UnsafeMutablePointer<curl_slist>?) -> Void

    /// The library, loaded once.
    ///
    /// - Throws: `clientUnavailable`.
    static func loaded() throws(HTTPError) -> CurlLibrary { try result.get() }

    private static let result = Result { () throws(HTTPError) -> CurlLibrary in try CurlLibrary() }

    /// 7.85, the first that takes the names of allowed protocols.
    private static let oldest: UInt32 = 0x07_55_00

    private init() throws(HTTPError) {
        guard
            let library = unsafe dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL)
                ?? dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL)
        else { throw .clientUnavailable(reason: "libcurl.so.4 is not installed") }
        func symbol(_ name: String) throws(HTTPError) -> UnsafeMutableRawPointer {
            guard let symbol = unsafe dlsym(library, name) else {
                throw .clientUnavailable(reason: "\(name) is missing")
            }
            return unsafe symbol
        }
        unsafe setOption = try symbol("curl_easy_setopt")
        unsafe getInformation = try symbol("curl_easy_getinfo")
        unsafe makeHandle = try unsafeBitCast(
            symbol("curl_easy_init"), to: (@convention(c) () -> UnsafeMutableRawPointer?).self)
        unsafe perform = try unsafeBitCast(
            symbol("curl_easy_perform"), to: (@convention(c) (UnsafeMutableRawPointer?) -> CURLcode).self)
        unsafe reset = try unsafeBitCast(
            symbol("curl_easy_reset"), to: (@convention(c) (UnsafeMutableRawPointer?) -> Void).self)
        unsafe cleanUp = try unsafeBitCast(
            symbol("curl_easy_cleanup"), to: (@convention(c) (UnsafeMutableRawPointer?) -> Void).self)
        unsafe appendToList = try unsafeBitCast(
            symbol("curl_slist_append"),
            to: (@convention(c) (UnsafeMutablePointer<curl_slist>?, UnsafePointer<CChar>?) -> UnsafeMutablePointer<
                curl_slist
            >?).self)
        unsafe freeList = try unsafeBitCast(
            symbol("curl_slist_free_all"), to: (@convention(c) (UnsafeMutablePointer<curl_slist>?) -> Void).self)
        let begin = try unsafe unsafeBitCast(symbol("curl_global_init"), to: (@convention(c) (Int) -> CURLcode).self)
        let version = try unsafe unsafeBitCast(
            symbol("curl_version_info"),
            to: (@convention(c) (CURLversion) -> UnsafeMutablePointer<curl_version_info_data>?).self)
        guard begin(Int(CURL_GLOBAL_ALL)) == CURLE_OK, let facts = unsafe version(CURLVERSION_FIRST),
            unsafe facts.pointee.version_num >= Self.oldest
        else { throw .clientUnavailable(reason: "it is older than 7.85") }
    }
}
