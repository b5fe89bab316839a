import Glibc
import HTTPServer
import Testing

@Suite struct TerminationSignalTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `F-18 both signals end the wait`(signal: Int32) {
        let termination = TerminationSignal()
        #expect(pthread_kill(pthread_self(), signal) == 0)
        termination.wait()
    }
}
