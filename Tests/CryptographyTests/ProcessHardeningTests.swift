import Glibc
import Testing

@testable import Cryptography

@Suite struct ProcessHardeningTests {
    @Test func `SEC-35 core dumps and reading by other processes are off afterwards, not before`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            guard !ProcessHardening.isApplied, ProcessHardening.apply(), ProcessHardening.isApplied else { exit(2) }
            var limit = rlimit()
            guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else { exit(3) }
            exit(limit.rlim_cur == 0 && limit.rlim_max == 0 ? 7 : 4)
        }
    }
}
