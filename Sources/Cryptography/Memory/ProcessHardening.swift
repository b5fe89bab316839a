import CSodium
import Glibc

/// What a process that holds keys does first (SEC-35).
public enum ProcessHardening {
    /// Forbids core dumps, and other processes of the same user to read this one's memory.
    public static func apply() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(4), &none)
        _ = carnet_forbid_dumps()
    }
}
