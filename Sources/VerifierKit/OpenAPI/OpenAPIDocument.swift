import HTTP
import JSON

/// The description of the service for programs, in OpenAPI 3.1.
enum OpenAPIDocument {
    /// How long it may be kept.
    static let maxAgeSeconds = 3_600

    /// How backends show who they are; an operation names the scope that it needs as the role of its requirement.
    private static let apiKey: JSONValue = [
        "type": "http", "scheme": "bearer",
        "description": .string(
            "An API key. Each operation names the scope that it needs: "
                + APIScope.allCases.map { "`\($0.rawValue)` to \($0.meaning)" }.joined(separator: ", ") + "."),
    ]

    /// The document, for a service at that URL.
    static func json(at url: WebURL) -> JSONValue {
        var paths = JSONObject()
        for operation in APITable.operations {
            var item = paths[operation.path]?.object ?? [:]
            item[operation.method.lowercased()] = operation.json
            paths[operation.path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Carnet verifier", "version": "1",
                "summary": "Asks wallets for credentials by OpenID4VP and verifies what they present",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .string(url.text)]],
            "paths": .object(paths),
            "components": [
                "schemas": APISchemas.json,
                "securitySchemes": ["apiKey": apiKey],
            ],
        ]
    }
}

extension VerifierRoutes {
    /// What describes the service itself.
    var descriptionRoutes: [Route] {
        let document = OpenAPIDocument.json(at: service.configuration.publicURL)
        return [
            Route(
                "GET", "/openapi.json", protection: .publicDocument(maxAgeSeconds: OpenAPIDocument.maxAgeSeconds)
            ) { _ in .json(document) }
        ]
    }
}
