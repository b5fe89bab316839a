import Synchronization
import Testing

@testable import HTTP

@Suite struct EventStreamTests {
    private func text(_ stream: EventStream) -> String? {
        guard case .bytes(let bytes) = stream.take(atMost: 1000) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `events are written line by line, and no data can begin an event of its own`() {
        let stream = EventStream()
        #expect(stream.send(event: "state", data: "a"))
        #expect(text(stream) == "event: state\ndata: a\n\n")
        stream.send(event: "st\nate\r", data: "a\n\nevent: b\r\ndata: c\rd")
        #expect(text(stream) == "event: state\ndata: a\ndata: \ndata: event: b\ndata: data: c\ndata: d\n\n")
        #expect(stream.take(atMost: 10) == .nothing)
    }

    @Test func `what was sent before the end arrives, then the end`() {
        let stream = EventStream()
        stream.send([1, 2, 3])
        stream.finish()
        #expect(!stream.send([4]))
        #expect(!stream.isOpen)
        #expect(stream.take(atMost: 2) == .bytes([1, 2]))
        #expect(stream.take(atMost: 2) == .bytes([3]))
        #expect(stream.take(atMost: 2) == .end)
    }

    @Test func `SEC-03 as much as allowed waits, one octet more closes`() {
        let stream = EventStream(limitBytes: 3)
        #expect(stream.send([1, 2, 3]))
        #expect(stream.isOpen)
        #expect(!stream.send([4]))
        #expect(!stream.isOpen)
        #expect(stream.take(atMost: 9) == .closed)
    }

    @Test func `who waits is woken once, by news, by the end, or at once`() {
        let calls = Atomic(0)
        let stream = EventStream()
        stream.whenReady { calls.add(1, ordering: .relaxed) }
        #expect(calls.load(ordering: .relaxed) == 0)
        stream.send([1])
        stream.send([2])
        #expect(calls.load(ordering: .relaxed) == 1)
        stream.whenReady { calls.add(1, ordering: .relaxed) }
        #expect(calls.load(ordering: .relaxed) == 2)
        _ = stream.take(atMost: 9)
        stream.whenReady { calls.add(1, ordering: .relaxed) }
        stream.close()
        #expect(calls.load(ordering: .relaxed) == 3)
    }
}
