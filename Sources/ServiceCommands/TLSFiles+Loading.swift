import Certificates
public import Files
public import HTTP
public import HTTPServer
public import Rules

extension TLSFiles {
    /// What the files hold: what a server shows, and until when it is good.
    public struct Loaded: Sendable {
        /// What a server shows.
        public let identity: TLSIdentity
        /// The last moment of its validity.
        public let notAfter: UnixTime
        /// The names that it is for.
        public let dnsNames: [String]
    }

    private static let limitBytes = 256 << 10

    /// Which content both files have, without reading it.
    ///
    /// - Throws: `notFound`, `refused`.
    public func version() throws(FilesError) -> [FileFacts.Version] {
        [try FileFacts(of: certificate).version, try FileFacts(of: key).version]
    }

    /// Reads both files.
    ///
    /// - Throws: `files`, `certificates`, `notInDate`, `server`.
    public func load(at time: UnixTime) throws(ServiceCommandsError) -> Loaded {
        let (chain, key) = (try text(of: certificate), try text(of: key))
        let leaf: Certificate?
        do throws(CertificatesError) { leaf = try PEM.certificates(in: chain).first } catch {
            throw .certificates(path: certificate, error)
        }
        guard let leaf, leaf.notBefore <= time, time < leaf.notAfter else {
            throw .notInDate(path: certificate, from: leaf?.notBefore ?? time, to: leaf?.notAfter ?? time)
        }
        do throws(HTTPServerError) {
            return Loaded(
                identity: try TLSIdentity(certificateChain: chain, privateKey: key), notAfter: leaf.notAfter,
                dnsNames: leaf.dnsNames)
        } catch { throw .server(path: certificate, error) }
    }

    private func text(of path: String) throws(ServiceCommandsError) -> String {
        do throws(FilesError) {
            return String(decoding: try Files.read(path, limitBytes: Self.limitBytes), as: UTF8.self)
        } catch { throw .files(error) }
    }
}
