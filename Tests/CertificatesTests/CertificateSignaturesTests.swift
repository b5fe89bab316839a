import Bytes
import TestSupport
import Testing

@testable import Certificates

@Suite struct CertificateSignaturesTests {
    /// A message, and the signature of P-384 with SHA-384 that its signer made: OpenSSL signed a certificate with it.
    private func signed() throws -> (message: [UInt8], signature: [UInt8], signer: Certificate) {
        let chain = try PEM.certificates(
            in: String(decoding: try repositoryFile("vectors/x509/p384.pem"), as: UTF8.self))
        let parts = Forge.elements(Forge.content(chain[0].der))
        // A bit string begins with the number of its unused bits.
        let numbers = Forge.elements(Forge.content(Array(Forge.content(parts[2]).dropFirst())))
        let signature = numbers.flatMap { number in
            let digits = Forge.content(number).drop { $0 == 0 }
            return [UInt8](repeating: 0, count: 48 - digits.count) + digits
        }
        return (parts[0], signature, chain[1])
    }

    private func isValid(_ signature: [UInt8], _ message: [UInt8], by signer: Certificate) -> Bool {
        signer.isValidES384Signature(signature, for: message.span)
    }

    @Test func `LOT-01 a signature of P-384 with SHA-384 is verified with the key of a certificate`() throws {
        let (message, signature, signer) = try signed()
        #expect(isValid(signature, message, by: signer))
        #expect(!isValid(signature, message + [0], by: signer))
        #expect(!isValid(signature, message, by: try TestChain().certificates().root))
        for place in [0, 47, 48, 95] {
            var changed = signature
            changed[place] ^= 1
            #expect(!isValid(changed, message, by: signer), "octet \(place)")
        }
    }

    @Test func `LOT-01 r and s have 48 octets each`() throws {
        let (message, signature, signer) = try signed()
        let (r, s) = (signature[..<48], signature[48...])
        #expect(!isValid(r + [0] + s, message, by: signer))
        #expect(!isValid([], message, by: signer))
        #expect(!isValid(Array(r), message, by: signer))
    }

    @Test func `LOT-01 a key of another curve makes no ES384, whatever its hash`() throws {
        // By the key of the root over "list", with SHA-384: what another program would take for good.
        let numbers = try [
            "8a71a16c716284c28fca33e1badf63c9b246e82b977c3c81461a19e7308c4844",
            "7e8043a6db5692feb7c2c88132fe1369aab91f6e33c1d9d9e93cb6ba04357096",
        ].map { try Hex.decode($0) }
        let signature = numbers.flatMap { [UInt8](repeating: 0, count: 16) + $0 }
        let root = try TestChain().certificates().root
        #expect(!isValid(signature, Array("list".utf8), by: root))
    }
}
