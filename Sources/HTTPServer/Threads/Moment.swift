import Glibc

/// A moment of the monotonic clock in microseconds.
struct Moment: Comparable, Hashable, Sendable {
    let microseconds: Int64

    static let never = Moment(microseconds: .max)

    static var now: Moment {
        var time = Glibc.timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    var timespec: Glibc.timespec {
        Glibc.timespec(tv_sec: Int(microseconds / 1_000_000), tv_nsec: Int(microseconds % 1_000_000) * 1000)
    }

    func adding(seconds: Double) -> Moment {
        guard seconds < 1e9 else { return .never }
        return Moment(microseconds: microseconds + Int64(max(0, seconds) * 1_000_000))
    }

    static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
