import Rules
import SDJWT

/// The first refusal of several checks that all run.
struct Findings {
    var first: SDJWTVCError?

    mutating func check(
        _ log: inout StepLog, _ rule: RuleID, _ check: String, on value: String? = nil,
        _ body: () throws(SDJWTVCError) -> Void
    ) {
        do { try log.check(rule, check, on: value, body) } catch { first = first ?? error }
    }

    mutating func keyBinding(
        of sdJWT: VerifiedSDJWT, _ policy: KeyBindingPolicy, log: inout StepLog
    ) -> KeyBindingJWT? {
        do { return try sdJWT.verifiedKeyBinding(policy, log: &log) } catch {
            first = first ?? .sdJWT(error)
            return nil
        }
    }
}
