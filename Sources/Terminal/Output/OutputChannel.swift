internal import Glibc
internal import Synchronization

/// Standard output, standard error, or a piece of memory that tests read.
public final class OutputChannel: Sendable {
    private struct State {
        var captured: [UInt8] = []
        var isClosed = false
        var failure: String?
        var transientWidth = 0
    }

    private let descriptor: Int32?
    private let state = Mutex(State())
    /// Whether a person looks at it.
    public let isTerminal: Bool
    /// Columns, when a person looks at it.
    public let width: Int?
    let isColoured: Bool
    let isASCII: Bool
    /// The signs that it can show.
    public let glyphs: Glyphs

    /// A channel of the process.
    ///
    /// - Parameters:
    ///   - descriptor: 1 or 2.
    ///   - environment: `COLUMNS`, `NO_COLOR`, `TERM` and the locale are looked at.
    public init(descriptor: Int32, environment: [String: String]) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        width = isTerminal ? Self.columns(of: descriptor, environment) : nil
        let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } == true || environment["TERM"] == "dumb"
        isColoured = isTerminal && !isPlain
        let isUTF8 = Self.isUTF8(environment)
        // A file or a pipe takes UTF-8 whatever the locale; only a terminal of another encoding could misread it.
        isASCII = isTerminal && !isUTF8
        glyphs = isUTF8 ? .unicode : .ascii
    }

    /// A piece of memory that behaves like a terminal of that width, or like a file when there is none.
    public init(capturedWidth width: Int? = nil, isColoured: Bool = false, glyphs: Glyphs = .unicode) {
        (descriptor, isTerminal, self.width) = (nil, width != nil, width)
        (self.isColoured, isASCII, self.glyphs) = (isColoured, width != nil && glyphs == .ascii, glyphs)
    }

    /// What a channel in memory was given.
    public var captured: String { state.withLock { String(decoding: $0.captured, as: UTF8.self) } }

    /// Why the channel did not take everything; nil when it did, or when the reader went away, which is the reader's right.
    var failure: String? { state.withLock { $0.failure } }

    /// Writes bytes as they are.
    ///
    /// A reader that went away (`| head`) ends the output but not the work: what the command does is done to its end.
    public func write(_ bytes: [UInt8]) {
        state.withLock { state in
            if state.transientWidth > 0 { put(Array("\r\u{1B}[K".utf8), &state) }
            state.transientWidth = 0
            put(bytes, &state)
        }
    }

    /// Shows a line that the next output replaces; only on a terminal.
    func writeTransient(_ line: String) {
        guard isTerminal else { return }
        state.withLock { state in
            put(Array("\r\u{1B}[K\(line)".utf8), &state)
            state.transientWidth = line.displayWidth
        }
    }

    private func put(_ bytes: [UInt8], _ state: inout State) {
        guard let descriptor else {
            state.captured += bytes
            return
        }
        var rest = bytes[...]
        while !rest.isEmpty, !state.isClosed {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&waiting, 1, -1)
            } else if errno != EINTR {
                state.isClosed = true
                if errno != EPIPE { state.failure = unsafe String(cString: strerror(errno)) }
            }
        }
    }

    private static func columns(of descriptor: Int32, _ environment: [String: String]) -> Int {
        if let told = environment["COLUMNS"].flatMap({ Int($0) }), (20...1000).contains(told) { return told }
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
        return Int(size.ws_col)
    }

    private static func isUTF8(_ environment: [String: String]) -> Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let locale = (names ?? "").lowercased()
        return locale.contains("utf-8") || locale.contains("utf8")
    }
}
