internal import Glibc

/// The person at the terminal of the process, whatever standard input and output are connected to.
public struct TerminalDevice: Dialogue {
    private let path: String

    /// Names the device.
    public init(path: String = "/dev/tty") { self.path = path }

    /// Whether the process has a terminal.
    public var isPresent: Bool {
        guard let descriptor = opened() else { return false }
        close(descriptor)
        return true
    }

    /// Asks for one line; the terminal itself shows and edits it.
    ///
    /// Ctrl-C ends the line meanwhile and not the process, so that the person declines and the command can say so.
    public func line(_ prompt: String, question: String, limitBytes: Int) throws(TerminalError) -> String {
        guard let descriptor = opened() else { throw Self.nobody(question) }
        defer { close(descriptor) }
        // Let through again only after the terminal is as before.
        let signals = HeldSignals()
        var before = termios()
        guard unsafe tcgetattr(descriptor, &before) == 0 else { throw Self.nobody(question) }
        var asking = before
        let interrupt = asking.endLineByInterrupt()
        guard unsafe tcsetattr(descriptor, TCSADRAIN, &asking) == 0 else { throw Self.nobody(question) }
        defer { unsafe tcsetattr(descriptor, TCSADRAIN, &before) }
        Self.write(prompt, to: descriptor)
        var answer: [UInt8] = []
        while true {
            guard let byte = Self.byte(from: descriptor, signals), byte != interrupt else {
                Self.write("\n", to: descriptor)
                throw .interrupted(question: question)
            }
            if byte == 0x0A { return String(decoding: answer, as: UTF8.self) }
            guard answer.count < limitBytes else { throw .answerTooLong(question: question, limitBytes: limitBytes) }
            answer.append(byte)
        }
    }

    /// Asks for one line that nobody sees.
    ///
    /// The terminal's own editing and signals are off meanwhile, so that Ctrl-C cannot leave it without echo.
    public func secret(
        _ prompt: String, question: String, limitBytes: Int
    ) throws(TerminalError) -> TypedSecret {
        guard let descriptor = opened() else { throw Self.nobody(question) }
        defer { close(descriptor) }
        // Let through again only after the terminal is as before.
        let signals = HeldSignals()
        var before = termios()
        guard unsafe tcgetattr(descriptor, &before) == 0 else { throw Self.nobody(question) }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
        // A pasted secret with its line break must arrive as it is typed: Enter sends CR, which ICRNL turns into LF.
        silent.c_iflag |= tcflag_t(ICRNL)
        guard unsafe tcsetattr(descriptor, TCSAFLUSH, &silent) == 0 else { throw Self.nobody(question) }
        defer {
            unsafe tcsetattr(descriptor, TCSAFLUSH, &before)
            Self.write("\n", to: descriptor)
        }
        Self.write(prompt, to: descriptor)
        return try Self.typed(on: descriptor, signals, question: question, limitBytes: limitBytes)
    }

    private static func typed(
        on descriptor: Int32, _ signals: borrowing HeldSignals, question: String, limitBytes: Int
    ) throws(TerminalError) -> TypedSecret {
        var secret = try TypedSecret(capacity: limitBytes)
        while let byte = byte(from: descriptor, signals) {
            switch byte {
            case 0x0A: return secret
            case 0x03: throw .interrupted(question: question)
            case 0x04 where secret.count == 0: throw .interrupted(question: question)
            case 0x08, 0x7F: secret.removeLastCharacter()
            case 0x15: secret.removeAll()
            case 0x00...0x1F: break
            default:
                guard secret.append(byte) else {
                    throw .answerTooLong(question: question, limitBytes: limitBytes)
                }
            }
        }
        throw .interrupted(question: question)
    }

    /// How long a signal may go unseen.
    private static let patienceMilliseconds: Int32 = 100

    private func opened() -> Int32? {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOCTTY)
        return descriptor >= 0 ? descriptor : nil
    }

    private static func nobody(_ question: String) -> TerminalError {
        .cannotAsk(question: question, way: "run the command in a terminal, or give the answer as an option (--help)")
    }

    /// The next byte; nil at the end, and when a signal wants the process to end.
    private static func byte(from descriptor: Int32, _ signals: borrowing HeldSignals) -> UInt8? {
        var byte: UInt8 = 0
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&waiting, 1, patienceMilliseconds)
            guard !signals.isPending else { return nil }
            guard ready != 0 else { continue }
            let count = unsafe read(descriptor, &byte, 1)
            if count == 1 { return byte }
            guard count < 0, errno == EINTR else { return nil }
        }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { return }
            } else {
                rest = rest.dropFirst(count)
            }
        }
    }
}

extension termios {
    /// Lets the character that interrupts the process end a line instead.
    ///
    /// - Returns: the character, Ctrl-C unless the person chose another; nil when the terminal has none.
    fileprivate mutating func endLineByInterrupt() -> UInt8? {
        unsafe withUnsafeMutableBytes(of: &c_cc) { characters in
            let interrupt = unsafe characters[Int(VINTR)]
            // 0 is what Linux calls _POSIX_VDISABLE: no character.
            guard interrupt != 0 else { return nil }
            unsafe characters[Int(VEOL)] = interrupt
            unsafe characters[Int(VINTR)] = 0
            return interrupt
        }
    }
}
