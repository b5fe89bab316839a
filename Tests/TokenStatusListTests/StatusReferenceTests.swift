import CredentialModel
import JSON
import Rules
import Testing

@testable import TokenStatusList

@Suite struct StatusReferenceTests {
    private func error(_ status: String, places: StatusListPlaces = .https) throws -> TokenStatusListError? {
        let claim = try JSONValue(parsing: status)
        do throws(TokenStatusListError) {
            _ = try StatusReference(status: claim, places: places)
            return nil
        } catch { return error }
    }

    private func error(uri: String, places: StatusListPlaces = .https) -> TokenStatusListError? {
        do throws(TokenStatusListError) {
            _ = try StatusReference(status: StatusReference(uri: uri, index: 0).statusClaim, places: places)
            return nil
        } catch { return error }
    }

    @Test func `TSL-20 a reference is read, other mechanisms and members beside it are ignored`() throws {
        let text = #"{"other":{},"status_list":{"idx":5,"uri":"https://issuer.example/1","more":1}}"#
        let reference = try StatusReference(status: JSONValue(parsing: text))
        #expect(reference == StatusReference(uri: "https://issuer.example/1", index: 5))
        #expect(try StatusReference(status: reference.statusClaim) == reference)
    }

    @Test(arguments: ["{}", #"{"other":{}}"#, "[]", "null", "7"])
    func `TSL-20 a status without a list is refused`(status: String) throws {
        #expect(try error(status) == .noMechanism)
    }

    @Test func `TSL-20 missing members and members of another type are refused`() throws {
        #expect(try error(#"{"status_list":[]}"#) == .notAnObject("status_list"))
        #expect(
            try error(#"{"status_list":{"idx":1}}"#) == .member(.missing(member: "uri"), rule: "TSL-20"))
        #expect(
            try error(#"{"status_list":{"uri":"https://a.example/"}}"#)
                == .member(.missing(member: "idx"), rule: "TSL-20"))
        #expect(
            try error(#"{"status_list":{"idx":1,"uri":7}}"#)
                == .member(.wrongType(member: "uri", expected: .string, found: .number), rule: "TSL-20"))
    }

    @Test(
        arguments: [
            ("0", nil), ("2147483648", nil), ("2147483649", .unusableIndex), ("-1", .unusableIndex),
            ("1.5", .unusableIndex),
            ("\"3\"", .unusableIndex), ("1e2", .unusableIndex), ("null", .unusableIndex),
            ("9223372036854775808", .unusableIndex), ("99999999999999999999", .unusableIndex),
        ] as [(String, TokenStatusListError?)])
    func `TSL-21 an index is a whole number from 0 to 2^31`(index: String, expected: TokenStatusListError?) throws {
        #expect(try error(#"{"status_list":{"idx":\#(index),"uri":"https://a.example/"}}"#) == expected)
    }

    @Test(
        arguments: [
            ("https://issuer.example", nil), ("HTTPS://issuer.example/a?b=c", nil),
            ("https://[2001:db8::1]:8443/x", nil),
            ("http://issuer.example/1", .notHTTPS), ("file:///etc/passwd", .notHTTPS), ("data:,x", .notHTTPS),
            ("issuer.example/1", .notHTTPS), ("", .notHTTPS), ("https:/issuer.example", .notHTTPS),
            ("https://user@issuer.example/", .userInformation), ("https://a:b@c/", .userInformation),
            ("https://issuer.example/#a", .fragment), ("https://issuer.example#", .fragment), ("https://", .noHost),
            ("https:///path", .noHost), ("https://:443/", .noHost), ("https://issuer.example/a b", .unusualCharacter),
            ("https://issuer.example/\u{0}", .unusualCharacter), ("https://posté.example/", .unusualCharacter),
            ("http://localhost/1", .notHTTPS),
        ] as [(String, StatusURIFault?)])
    func `TSL-21 an address is https without user name and fragment`(uri: String, fault: StatusURIFault?) {
        #expect(error(uri: uri) == fault.map { .unusableURI($0) })
    }

    @Test func `TSL-21 an address has at most 2,048 bytes`() {
        let base = "https://issuer.example/"
        let longest = base + String(repeating: "a", count: 2048 - base.utf8.count)
        #expect(error(uri: longest) == nil)
        #expect(error(uri: longest + "a") == .unusableURI(.tooLong))
    }

    @Test(
        arguments: [
            ("http://localhost:8080/1", nil), ("http://127.0.0.1/1", nil), ("http://[::1]:9/1", nil),
            ("https://issuer.example/", nil), ("http://localhost.evil.example/", .notHTTPS),
            ("http://127.0.0.1.evil.example/", .notHTTPS), ("http://evil.example/localhost", .notHTTPS),
            ("http://localhost@evil.example/", .userInformation), ("http://[::2]/", .notHTTPS),
            ("ftp://localhost/", .notHTTPS),
        ] as [(String, StatusURIFault?)])
    func `TSL-21 plain http is for this machine, and only by the switch`(uri: String, fault: StatusURIFault?) {
        #expect(error(uri: uri, places: .httpsAndLoopback) == fault.map { .unusableURI($0) })
    }

    @Test func `TSL-60 an aggregation is read, addresses that may not be used are left out`() throws {
        let text = #"{"status_lists":["https://a.example/1","http://a.example/2","https://a.example/3"]}"#
        let aggregation = try StatusListAggregation(parsing: Array(text.utf8))
        #expect(aggregation.uris == ["https://a.example/1", "https://a.example/3"])
        #expect(try StatusListAggregation(parsing: aggregation.json.serialized()) == aggregation)
        for wrong in ["{}", "[]", #"{"status_lists":"https://a.example/1"}"#, #"{"status_lists":[1]}"#, "{"] {
            #expect(throws: TokenStatusListError.self) { try StatusListAggregation(parsing: Array(wrong.utf8)) }
        }
    }
}
