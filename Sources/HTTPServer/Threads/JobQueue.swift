/// Jobs in their order, let go of as they are taken.
///
/// What a job holds, such as a request with its body, lives no longer than its work, also while others wait.
struct JobQueue {
    typealias Job = @Sendable () -> Void

    // A job that was taken leaves an empty slot; the empty ones at the front go when they are half of all, so that each
    // slot is moved once on average.
    private var slots: [Job?] = []
    private var first = 0

    /// How many jobs wait.
    var count: Int { slots.count - first }

    /// How many slots there are, empty ones included: at most twice the jobs that wait, and a few.
    var slotCount: Int { slots.count }

    mutating func append(_ job: @escaping Job) { slots.append(job) }

    /// The job that has waited longest.
    mutating func take() -> Job? {
        guard first < slots.count else { return nil }
        let job = slots[first]
        slots[first] = nil
        first += 1
        if first == slots.count || first >= 32 && first * 2 >= slots.count {
            slots.removeFirst(first)
            first = 0
        }
        return job
    }
}
