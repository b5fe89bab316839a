/// Whether changes are queued for a receiver.
public enum WebhookSwitch: Sendable, Hashable {
    /// There is a receiver.
    case on
    /// There is none, so nothing may wait for it.
    case off
}
