import JSON

/// What a verification found; the one JSON form of reports.
extension APISchemas {
    static let report = object(
        [
            "verdict": ["enum": ["accepted", "rejected"]], "refusal": reference("Refusal"), "checked_at": time,
            "credentials": array(credential), "steps": array(step), "sources": array(source),
        ], required: ["verdict", "checked_at", "credentials", "steps"])
    static let refusal = object(
        ["rule": text, "code": text, "detail": text, "hint": text], required: ["rule", "code", "detail", "hint"])

    private static let step = object(
        [
            "rule": text, "subject": text, "check": text, "value": text,
            "outcome": ["enum": ["passed", "failed", "skipped"]], "refusal": reference("Refusal"), "why": text,
        ], required: ["rule", "check", "outcome"])
    private static let credential = object(
        [
            "query": text, "format": text, "type": text, "issuer": text,
            "key_binding": object(["holder_bound": boolean, "thumbprint": text], required: ["holder_bound"]),
            "validity": object(["issued_at": time, "not_before": time, "expires_at": time], required: []),
            "status": object(
                [
                    "state": ["enum": ["none", "not_needed", "not_checked", "unknown", "known"]], "why": text,
                    "name": text, "life_seconds": integer, "value": integer, "age_seconds": integer, "list": uri,
                    "index": integer,
                ], required: ["state"]),
            "trust": object(["anchor": text, "path": texts, "age_seconds": integer], required: ["anchor", "path"]),
            "revealed": about("The paths of the claims that were shown.", texts),
            "account": about(
                "Which of them may name an account of this issuer, and which may not.",
                object(["issuer": text, "fit": texts, "unfit": texts], required: ["issuer", "fit", "unfit"])),
            "claims": anything,
        ], required: ["format", "key_binding", "status", "revealed"])
    private static let source = object(
        [
            "rule": text, "kind": text, "name": text, "fetched_at": time, "age_seconds": integer,
            "state": ["enum": ["fresh", "stale", "too_old"]], "stale_seconds": integer, "too_old_seconds": integer,
        ], required: ["rule", "kind", "name", "fetched_at", "age_seconds", "state"])
}
