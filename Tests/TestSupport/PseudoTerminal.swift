import Glibc

/// Both ends of a terminal that nobody sits at: tests type and read at one end, the code under test has the other.
public final class PseudoTerminal: Sendable {
    /// The system gives no pseudo-terminal.
    public struct Unavailable: Error {}

    // TIOCSPTLCK and TIOCGPTN of <asm-generic/ioctls.h>, macros that Swift cannot read.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    /// The end of the person.
    private let person: Int32
    /// The end of the program.
    public let device: Int32
    /// The name of the program's end.
    public let path: String

    /// Makes one.
    public init() throws {
        person = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (number, lock) = (Int32(0), Int32(0))
        guard person >= 0, unsafe ioctl(person, Self.setLock, &lock) == 0,
            unsafe ioctl(person, Self.getNumber, &number) == 0
        else { throw Unavailable() }
        path = "/dev/pts/\(number)"
        device = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard device >= 0 else { throw Unavailable() }
    }

    deinit {
        close(person)
        close(device)
    }

    /// Reads what the program shows until it ends with the text; without it when nothing comes for half a minute.
    public func shown(upTo text: String) -> String {
        var shown: [UInt8] = []
        var byte: UInt8 = 0
        var entry = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&entry, 1, 30_000) > 0, unsafe read(person, &byte, 1) == 1 {
            shown.append(byte)
            if shown.suffix(text.utf8.count).elementsEqual(text.utf8) { break }
        }
        return String(decoding: shown, as: UTF8.self)
    }

    /// Waits for a question and types the answer.
    ///
    /// - Returns: whether the question came.
    public func answer(_ question: String, _ text: String) -> Bool {
        guard shown(upTo: question).hasSuffix(question) else { return false }
        type(text)
        return true
    }

    /// Types.
    public func type(_ text: String) {
        let bytes = Array(text.utf8)
        unsafe write(person, bytes, bytes.count)
    }

    /// Whether what is typed is shown.
    public var echoes: Bool { settings.c_lflag & tcflag_t(ECHO) != 0 }

    /// Whether Ctrl-C interrupts the program at the terminal.
    public var interrupts: Bool {
        var settings = settings
        let character = unsafe withUnsafeBytes(of: &settings.c_cc) { unsafe $0[Int(VINTR)] }
        return settings.c_lflag & tcflag_t(ISIG) != 0 && character == 0x03
    }

    private var settings: termios {
        var settings = termios()
        _ = unsafe tcgetattr(device, &settings)
        return settings
    }

    /// Changes the width.
    public func resize(columns: UInt16) {
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(device, UInt(TIOCSWINSZ), &size)
    }
}
