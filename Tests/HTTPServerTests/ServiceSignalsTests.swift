import Glibc
import HTTPServer
import Testing

@Suite struct ServiceSignalsTests {
    @Test(arguments: [(SIGTERM, .stop), (SIGINT, .stop), (SIGHUP, .reload)] as [(Int32, ServiceSignals.Signal)])
    func `F-18 each signal ends the wait and says what it asks for`(number: Int32, meaning: ServiceSignals.Signal) {
        let signals = ServiceSignals()
        #expect(pthread_kill(pthread_self(), number) == 0)
        #expect(signals.next(withinSeconds: 60) == meaning)
    }

    @Test func `F-18 without a signal the wait ends with its time`() {
        #expect(ServiceSignals().next(withinSeconds: 0) == nil)
    }
}
