import Testing

@testable import Certificates

/// Names as policies write them, compared with those of certificates.
@Suite struct NamePatternTests {
    private func parts(_ text: String) -> [String]? {
        NamePattern(parsing: text)?.attributes.map { "\($0.type)=\($0.value)" }
    }

    @Test(arguments: [
        ("CN=Counter 7,O=Post of Kea,C=KE", ["2.5.4.3=Counter 7", "2.5.4.10=Post of Kea", "2.5.4.6=KE"]),
        (" cn = Counter 7 , O=Post of Kea ", ["2.5.4.3=Counter 7", "2.5.4.10=Post of Kea"]),
        ("ORGID=VATGR-1+commonName=x", ["2.5.4.97=VATGR-1", "2.5.4.3=x"]),
        ("SN=12,SURNAME=Lovelace,GN=Ada", ["2.5.4.5=12", "2.5.4.4=Lovelace", "2.5.4.42=Ada"]),
        ("2.5.4.17=8300", ["2.5.4.17=8300"]),
        (##"O=Sons\, Inc\2e \+ \#Co\ ,C=KE"##, ["2.5.4.10=Sons, Inc. + #Co ", "2.5.4.6=KE"]),
        (#"O=Lu\C4\8Di\C4\87"#, ["2.5.4.10=Lučić"]), ("O=a=b", ["2.5.4.10=a=b"]),
    ])
    func `PAY-19 a pattern is a list of parts in the text form of RFC 4514`(text: String, wanted: [String]) {
        #expect(parts(text) == wanted)
    }

    @Test(arguments: [
        "", "CN", "CN=", "CN=,C=KE", "CN=a,", ",CN=a", "X=a", "=a", "2=a", "2.=a", "+2.5=a", "CN=#0401", "CN=a;C=KE",
        #"CN="a""#, "CN=<a>", #"CN=a\"#, #"CN=a\x"#, #"CN=\FF"#, "CN=a\u{0}",
    ])
    func `PAY-19 what is no pattern is not read`(text: String) {
        #expect(parts(text) == nil)
    }

    @Test func `PAY-19 a pattern has a longest length`() {
        #expect(NamePattern(parsing: "CN=" + String(repeating: "a", count: NamePattern.limitBytes - 3)) != nil)
        #expect(NamePattern(parsing: "CN=" + String(repeating: "a", count: NamePattern.limitBytes - 2)) == nil)
    }

    @Test func `PAY-19 every part must be in the name, octet for octet, in any order and beside others`() throws {
        var chain = try TestChain()
        chain.leaf.organizationIdentifier = "VATKE-1"
        let subject = try chain.certificates().leaf.subject
        for (text, matches) in [
            ("CN=Counter 7,O=Post of Kea,C=KE,ORGID=VATKE-1", true), ("C=KE,CN=Counter 7", true),
            ("ORGID=VATKE-1", true), ("CN=Counter 7,C=GR", false), ("CN=counter 7", false), ("CN=Counter", false),
            ("OU=Counter 7", false), ("ORGID=VATKE-11", false),
        ] {
            #expect(try #require(NamePattern(parsing: text)).matches(subject) == matches, "\(text)")
        }
    }
}
