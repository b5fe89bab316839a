import Bytes
import Cryptography
import JSON
import Rules
import SDJWT

/// The comparison of what was sent with what the wallet's presentations confirm (VFY-09).
///
/// Each entry is confirmed exactly once, by a presentation for one of its queries, and nothing else is confirmed.
struct TransactionDataCheck {
    let entries: [TransactionData]
    /// How the answer came; nil when that is not known here.
    let responseMode: ResponseMode?

    /// Compares as sets of the expected size; the order does not matter (TXD-05).
    ///
    /// - Returns: for each entry what confirms it.
    func confirmed(
        by confirmations: [TransactionConfirmation]
    ) throws(TransactionDataFault) -> [TransactionConfirmation] {
        var confirmed = [TransactionConfirmation?](repeating: nil, count: entries.count)
        for confirmation in confirmations {
            guard let hashes = confirmation.keyBinding.transactionDataHashes else { continue }
            let name = confirmation.keyBinding.transactionDataHashAlgorithm
            guard let algorithm = HashAlgorithm(rawValue: name ?? HashAlgorithm.sha256.rawValue) else {
                throw .algorithm(queryID: confirmation.queryID, found: name ?? "")
            }
            for hash in hashes {
                let position = try position(of: hash, algorithm, confirmation)
                guard confirmed[position] == nil else { throw .confirmedTwice(entry: position) }
                confirmed[position] = confirmation
                if name == nil, entries[position].namesHashAlgorithms {
                    throw .algorithmMissing(queryID: confirmation.queryID)
                }
                if entries[position].needsAuthentication { try checkAuthentication(of: confirmation) }
                if let end = entries[position].content.endsAt, end <= confirmation.keyBinding.issuedAt {
                    throw .offerOver(entry: position, endedAt: end)
                }
            }
        }
        return try confirmed.enumerated().map { (position, confirmation) throws(TransactionDataFault) in
            guard let confirmation else { throw .notConfirmed(entry: position) }
            return confirmation
        }
    }

    /// A payment is signed together with a code of its own, the way of the answer and the methods of authentication (PAY-15).
    private func checkAuthentication(of confirmation: TransactionConfirmation) throws(TransactionDataFault) {
        func fault(_ problem: String) -> TransactionDataFault {
            .authentication(queryID: confirmation.queryID, problem: problem)
        }
        let claims = confirmation.keyBinding.claims
        guard let code = claims["jti"]?.string, (16...256).contains(code.utf8.count) else {
            throw fault("has no jti of 16 to 256 characters, the authentication code")
        }
        guard let mode = claims["response_mode"]?.string else { throw fault("does not say response_mode") }
        guard responseMode.map({ haveSameBytes($0.rawValue, mode) }) ?? true else {
            throw fault("was made for another response_mode")
        }
        guard AuthenticationMethods(claims["amr"]) != nil else {
            throw fault("has no amr with two known methods of different categories")
        }
    }

    private func position(
        of hash: String, _ algorithm: HashAlgorithm, _ confirmation: TransactionConfirmation
    ) throws(TransactionDataFault) -> Int {
        let queryID = confirmation.queryID
        guard
            let position = entries.indices.first(where: {
                entries[$0].names(queryID) && constantTimeEqual(entries[$0].hash(algorithm), hash)
            })
        else { throw .unexpectedHash(queryID: queryID) }
        guard entries[position].hashAlgorithms.contains(algorithm) else {
            throw .algorithm(queryID: queryID, found: algorithm.rawValue)
        }
        return position
    }
}
