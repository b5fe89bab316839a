import Glibc
import ServiceCommands
import TestSupport
import Testing

@Suite struct ServiceManagerTests {
    /// A socket on which a manager would listen, and what came.
    private func heard(from name: String, at path: [UInt8], _ news: ServiceManager.News) throws -> String {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let size = socklen_t(2 + path.count)
        let bound = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, size) }
        }
        try #require(bound == 0)
        ServiceManager(environment: ["NOTIFY_SOCKET": name]).tell(news)
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    }

    @Test(arguments: [ServiceManager.News.ready, .reloading, .stopping])
    func `SEC-38 the manager hears the news at its socket`(news: ServiceManager.News) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("notify")
        #expect(try heard(from: path, at: Array(path.utf8), news) == news.rawValue)
        let name = "carnet-test-\(getpid())-\(news.rawValue)"
        #expect(try heard(from: "@\(name)", at: [0] + Array(name.utf8), news) == news.rawValue)
    }

    @Test func `SEC-38 a socket by a relative path is none, as the protocol has it`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("notify")
        let here = unsafe getcwd(nil, 0)
        defer { unsafe free(here) }
        let depth = unsafe String(cString: try #require(here)).split(separator: "/").count
        let relative = String(repeating: "../", count: depth) + path.dropFirst()
        #expect(try heard(from: relative, at: Array(path.utf8), .ready) == "")
    }

    @Test(arguments: [nil, "", "relative", "/nowhere/notify", "/" + String(repeating: "x", count: 300)])
    func `SEC-38 without a manager nothing is sent and nothing crashes`(name: String?) {
        ServiceManager(environment: name.map { ["NOTIFY_SOCKET": $0] } ?? [:]).tell(.ready)
    }
}
