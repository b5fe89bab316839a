import Glibc

/// Both ends of a terminal that nobody sits at: tests type and read at one end, the code under test has the other.
final class PseudoTerminal: Sendable {
    struct Unavailable: Error {}

    // TIOCSPTLCK and TIOCGPTN of <asm-generic/ioctls.h>, macros that Swift cannot read.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    /// The end of the person.
    let person: Int32
    /// The end of the program.
    let device: Int32
    /// The name of the program's end.
    let path: String

    init() throws {
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

    /// Reads what the program shows until it ends with the text.
    func shown(upTo text: String) -> String {
        var shown: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(person, &byte, 1) == 1 {
            shown.append(byte)
            if shown.suffix(text.utf8.count).elementsEqual(text.utf8) { break }
        }
        return String(decoding: shown, as: UTF8.self)
    }

    /// Types.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        unsafe write(person, bytes, bytes.count)
    }

    /// Whether what is typed is shown.
    var echoes: Bool {
        var settings = termios()
        return unsafe tcgetattr(device, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    func resize(columns: UInt16) {
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(device, UInt(TIOCSWINSZ), &size)
    }
}
