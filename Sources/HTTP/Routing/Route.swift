/// One line of a service's route table: method, path, what is taken in, how it is protected, who answers.
public struct Route: Sendable {
    /// Answers a request; it runs on a worker thread and may block.
    public typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

    /// What becomes of a body.
    public enum Body: Sendable, Hashable {
        /// None is expected; one of up to 64 KiB is read and handed over unchecked.
        case none
        /// One of these types, in UTF-8, up to that many octets; without a body no type is needed.
        case of([MediaType], limitBytes: Int)

        /// A form up to 64 KiB.
        public static let form = Body.of([.form], limitBytes: 65_536)
        /// A JSON document up to 1 MiB.
        public static let json = Body.of([.json], limitBytes: 1_048_576)

        /// How many octets are read.
        public var limitBytes: Int {
            switch self {
            case .none: 65_536
            case .of(_, let limit): limit
            }
        }
    }

    /// The method in capital letters; a route for GET answers HEAD too.
    public let method: String
    /// The path with its placeholders.
    public let template: RouteTemplate
    /// What becomes of a body.
    public let body: Body
    /// The security headers of the answers.
    public let protection: Protection
    /// Who answers.
    public let handler: Handler

    /// Writes a line of the table.
    ///
    /// - Parameters:
    ///   - method: in capital letters.
    ///   - template: such as `/v1/requests/{id}`.
    ///   - body: what becomes of a body.
    ///   - protection: the security headers of the answers.
    ///   - handler: who answers.
    public init(
        _ method: String, _ template: RouteTemplate, body: Body = .none, protection: Protection = .api,
        handler: @escaping Handler
    ) {
        self.method = method
        self.template = template
        self.body = body
        self.protection = protection
        self.handler = handler
    }
}
