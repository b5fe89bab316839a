import JSON
import OpenID4VP
import Testing

@Suite struct AuthenticationMethodsTests {
    @Test(arguments: [
        (5, true, "pin_less_than_6_digits"), (6, true, "pin_6_or_more_digits"), (30, true, "pin_6_or_more_digits"),
        (7, false, "passphrase_less_than_8_chars"), (8, false, "passphrase_8_to_11_chars"),
        (11, false, "passphrase_8_to_11_chars"), (12, false, "passphrase_12_or_more_chars"),
    ])
    func `PAY-14 a passphrase is called what it measures, and the key lies in a file`(
        characters: Int, isDigits: Bool, name: String
    ) {
        let methods = AuthenticationMethods(passphraseCharacters: characters, isDigits: isDigits)
        #expect(methods.json == [["knowledge": .string(name)], ["possession": "other"]])
        #expect(AuthenticationMethods(methods.json) == methods)
    }

    @Test func `PAY-14 no security device is ever claimed`() {
        for characters in 0..<40 {
            for isDigits in [true, false] {
                let text = AuthenticationMethods(passphraseCharacters: characters, isDigits: isDigits).json.text
                #expect(!text.contains("wscd"))
            }
        }
    }

    @Test(arguments: [
        "null", "[]", "{}", #"["pwd","hwk"]"#, #"[{"knowledge":"pattern"}]"#,
        #"[{"knowledge":"pattern"},{"knowledge":"other"}]"#, #"[{"knowledge":"pattern"},{"possession":"card"}]"#,
        #"[{"knowledge":"pattern"},{"possession":1}]"#, #"[{"knowledge":"pattern"},{"place":"other"}]"#,
        #"[{"knowledge":"pattern","possession":"other"}]"#,
        #"[{"knowledge":"pattern","more":"x"},{"possession":"other"}]"#,
        #"[{"knowledge":"Pattern"},{"possession":"other"}]"#,
    ])
    func `PAY-13 PAY-15 fewer than two known methods of different categories are refused`(text: String) throws {
        #expect(AuthenticationMethods(try JSONValue(parsing: text)) == nil)
    }
}
