import CSodium
import Glibc

/// What a process that holds keys does first (SEC-35).
public enum ProcessHardening {
    /// Forbids core dumps, and other processes of the same user to read this one's memory.
    ///
    /// - Returns: whether the system agreed to both; a command warns when it did not.
    @discardableResult
    public static func apply() -> Bool {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        let withoutCore = unsafe setrlimit(core, &none) == 0
        let withoutDump = carnet_forbid_dumps() == 0
        return withoutCore && withoutDump
    }

    /// Whether both are forbidden now, for the health check of a vault.
    public static var isApplied: Bool {
        var limit = rlimit()
        guard unsafe getrlimit(core, &limit) == 0 else { return false }
        return limit.rlim_cur == 0 && limit.rlim_max == 0 && carnet_allows_dumps() == 0
    }

    private static var core: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_CORE.rawValue) }
}
