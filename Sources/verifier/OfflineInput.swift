import Certificates
import Cryptography
import Files
import JOSE
import JSON
import Rules
import Terminal
import VerifierKit

/// `verifier check --offline`: the snapshot that a check decides with, and nothing else.
enum OfflineInput {
    static let snapshot = Option(
        "offline", "SNAPSHOT", "check with this file of 'verifier trust snapshot' alone, and open no connection")
    static let key = Option(
        "snapshot-key", "FILE",
        "who signed the snapshot: a certificate (PEM) or public JWK (default chain.pem of the verifier's folder)")
    static let newest = Option(
        "newest", "FILE",
        "with --offline: remember in this file which snapshot is the newest, and refuse one that is older")
    static let unknownStatus = Flag(
        "allow-unknown-status", "with --offline: accept a credential for which it holds no usable status list")

    /// Reads the snapshot, if one was given; its signature is checked before anything else is.
    static func read(_ call: Invocation) throws -> TrustSnapshot? {
        guard let path = call[snapshot] else {
            if call[key] != nil || call[newest] != nil || call[unknownStatus] {
                throw TerminalError.parameterMissing(name: "--offline")
            }
            return nil
        }
        let (snapshot, key) = try read(path, call)
        try call[newest].map { try NewestSnapshot(path: $0).note(snapshot, signedBy: key, at: Clock.system.now) }
        return snapshot
    }

    /// Reads a snapshot with the key that the command line names.
    static func read(_ path: String, _ call: Invocation) throws -> (snapshot: TrustSnapshot, key: PublicKey) {
        let key = try call[key].map(publicKey) ?? VerifierProgram.folder(call).publicKey()
        var bytes = try Files.read(path, limitBytes: TrustSnapshot.limitBytes + 1)
        if bytes.last == 0x0A { bytes.removeLast() }
        return (try TrustSnapshot(file: bytes, signedBy: key), key)
    }

    private static func publicKey(_ path: String) throws -> PublicKey {
        let bytes = try CheckInput.read(path)
        guard bytes.first != UInt8(ascii: "{") else { return try JWK(try JSONValue(parsing: bytes)).publicKey }
        let certificates = try PEM.certificates(in: String(decoding: bytes, as: UTF8.self))
        guard let key = certificates.first?.publicKey else {
            throw VerifierKitError.badFile(path: path, problem: "holds no key that can be used")
        }
        return key
    }
}
