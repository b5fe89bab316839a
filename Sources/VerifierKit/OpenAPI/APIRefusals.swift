import HTTP
import JSON

/// The examples of refusals in `/openapi.json`: what the errors of the service itself say. A test asks for each of them.
enum APIRefusals {
    /// What a backend, a browser or an operator is told with that status.
    static func problems(_ status: Int, of operation: APIOperation) -> [APIExample] {
        let asks = Set(operation.parameters.map(\.name))
        switch status {
        case 400: return badRequests(operation, asks)
        case 401: return [example("noKey", "No API key came, or none that is valid", .unauthorized)]
        case 403:
            let scope = operation.scope.map {
                example("scope", "The API key is for other operations", .missingScope($0))
            }
            let code = example("responseCode", "The code that the browser brought is missing", .wrongResponseCode)
            return [scope, asks.contains("response_code") ? code : nil].compactMap(\.self)
        case 404: return operation.scope == nil ? [] : missing(operation, asks)
        case 409:
            return [
                example(
                    "full", "Another one has to go first", .tooManyTemplates(limit: QuestionTemplate.limitPerKeeper))
            ]
        case 410: return [example("ended", "It is too late", .transactionEnded)]
        case 429 where operation.scope != nil:
            return [example("guessing", "The address sent too many wrong keys", .tooManyFailedKeys(retrySeconds: 60))]
        case 429: return [example("reloading", "The page is loaded too often", .tooManyPageLoads(retrySeconds: 60))]
        case 500: return [APIExample("failure", "The service failed; its log says why", VerifierRoutes.failure.json)]
        default: return []
        }
    }

    /// What a wallet is told with that status: no more than RSP-10 permits.
    static func walletErrors(_ status: Int) -> [APIExample] {
        status == 500
            ? [APIExample("failure", "The service failed; its log says why", ["error": "server_error"])]
            : [APIExample("refused", "The log of the service says why", ["error": "invalid_request"])]
    }

    private static func badRequests(_ operation: APIOperation, _ asks: Set<String>) -> [APIExample] {
        var examples: [APIExample] = []
        if operation.body?.type == .json {
            do throws(JSONError) { _ = try JSONValue(parsing: "{") } catch {
                examples.append(example("noJSON", "The body is cut off", .json(error)))
            }
        }
        if asks.contains("response_code") {
            examples.append(
                example("twice", "A parameter came twice", .http(.unusableForm(.repeatedField(name: "response_code")))))
        }
        return examples
    }

    private static func missing(_ operation: APIOperation, _ asks: Set<String>) -> [APIExample] {
        switch operation.id {
        case "takeProof": [example("noProof", "Nothing was confirmed, or it was fetched", .noProof)]
        // Any name that a template can have is taken.
        case "putTemplate": []
        case _ where asks.contains("name") || operation.id == "beginTransaction":
            [example("noTemplate", "There is none of that name", .noSuchTemplate)]
        default: [example("noTransaction", "There is none, or it is another backend's", .noSuchTransaction)]
        }
    }

    private static func example(_ name: String, _ summary: String, _ error: VerifierKitError) -> APIExample {
        APIExample(name, summary, ProblemDocument(error.refusal, status: error.status).json)
    }
}
