import Dispatch
import TestSupport
import Testing

@testable import Terminal

// A question that is never answered would wait for ever; the limit ends it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TerminalDeviceTests {
    private let terminal: PseudoTerminal
    private var device: TerminalDevice { TerminalDevice(path: terminal.path) }

    init() throws { terminal = try PseudoTerminal() }

    /// Asks for a secret while a person types, and returns what arrived and what the screen showed after the prompt.
    private func typed(_ keys: String, limitBytes: Int = 16) async throws -> (Result<[UInt8], TerminalError>, String) {
        let device = device
        let answer = Asked {
            do throws(TerminalError) {
                let secret = try device.secret("Passphrase: ", question: "Passphrase", limitBytes: limitBytes)
                return Result<[UInt8], TerminalError>.success(secret.bytes)
            } catch {
                return .failure(error)
            }
        }
        _ = terminal.shown(upTo: "Passphrase: ")
        #expect(!terminal.echoes)
        terminal.type(keys)
        let shown = terminal.shown(upTo: "\n")
        let result = try #require(await answer.value)
        #expect(terminal.echoes, "the terminal must be as before")
        return (result, shown)
    }

    @Test(arguments: [
        ("secret\r", "secret"), ("secret\n", "secret"), ("sec\u{7F}\u{7F}cret\r", "scret"),
        ("wrong\u{15}right\r", "right"),
        ("p\u{E4}\u{7F}ss\r", "pss"), ("\u{7F}a\r", "a"), ("0123456789abcdef\r", "0123456789abcdef"),
        ("a\tb\u{1A}c\r", "abc"), ("\r", ""),
    ])
    func `SEC-34 a secret is read unseen, with the usual editing keys`(keys: String, secret: String) async throws {
        let (result, shown) = try await typed(keys)
        #expect(result == .success(Array(secret.utf8)))
        #expect(shown == "\r\n", "nothing of the secret may be shown")
    }

    @Test(arguments: ["abc\u{03}", "\u{04}"])
    func `CLI-04 Ctrl-C and the end of the input decline, and the terminal shows again what is typed`(
        keys: String
    ) async throws {
        let (result, _) = try await typed(keys)
        #expect(result == .failure(.interrupted(question: "Passphrase")))
    }

    @Test func `SEC-03 a secret that is too long is refused`() async throws {
        let (result, _) = try await typed("0123456789abcdefg\r")
        #expect(result == .failure(.answerTooLong(question: "Passphrase", limitBytes: 16)))
    }

    @Test func `CLI-04 a line is read as it is typed`() async throws {
        let device = device
        let answer = Asked { try? device.line("Code: ", question: "Code", limitBytes: 100) }
        _ = terminal.shown(upTo: "Code: ")
        terminal.type("493\u{7F}0536\n")
        #expect(await answer.value == "490536")
    }

    @Test(arguments: ["yes\u{03}", "\u{03}", "\u{04}"])
    func `CLI-04 Ctrl-C and the end of the input decline at a question too, and leave the terminal as it was`(
        keys: String
    ) async throws {
        let device = device
        let answer = Asked {
            do throws(TerminalError) {
                return Result<String, TerminalError>.success(
                    try device.line("Go on? ", question: "Go on?", limitBytes: 100))
            } catch {
                return .failure(error)
            }
        }
        _ = terminal.shown(upTo: "Go on? ")
        #expect(terminal.echoes)
        #expect(!terminal.interrupts)
        terminal.type(keys)
        #expect(try #require(await answer.value) == .failure(.interrupted(question: "Go on?")))
        #expect(terminal.interrupts, "the terminal must be as before")
    }

    @Test func `CLI-04 without a terminal nobody is asked`() {
        let nobody = TerminalDevice(path: "/dev/null/tty")
        #expect(!nobody.isPresent)
        #expect(device.isPresent)
        #expect(throws: TerminalError.self) { try nobody.line("x", question: "x", limitBytes: 1) }
        // A file can be opened, but has no echo to turn off.
        #expect(throws: TerminalError.self) {
            _ = try TerminalDevice(path: "/dev/null").secret("x", question: "x", limitBytes: 1)
        }
    }
}

/// A question that waits on a thread of its own; the threads of tasks are too few to be kept waiting.
private struct Asked<Value: Sendable> {
    private let stream: AsyncStream<Value>

    init(_ ask: @escaping @Sendable () -> Value) {
        let (stream, continuation) = AsyncStream<Value>.makeStream()
        self.stream = stream
        DispatchQueue(label: "person").async {
            continuation.yield(ask())
            continuation.finish()
        }
    }

    var value: Value? {
        get async { await stream.first { _ in true } }
    }
}

extension TypedSecret {
    /// A copy, as only tests may make one.
    var bytes: [UInt8] {
        borrowing get {
            withBytes { span in
                (0..<span.byteCount).map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
            }
        }
    }
}
