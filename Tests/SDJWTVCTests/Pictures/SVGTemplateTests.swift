import CredentialModel
import JSON
import SDJWTVC
import TestSupport
import Testing

@Suite struct SVGTemplateTests {
    private static let open = #"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50">"#

    private func filled(_ content: String, _ values: [String: String] = [:]) throws(TypeMetadataError) -> String {
        let template = try SVGTemplate(parsing: Array("\(Self.open)\(content)</svg>".utf8))
        let text = String(decoding: template.filled { values[$0] ?? "" }, as: UTF8.self)
        return String(text.dropFirst(Self.open.count).dropLast(6))
    }

    private func fault(_ content: String) -> SVGFault? { fault(whole: "\(Self.open)\(content)</svg>") }

    private func fault(whole text: String) -> SVGFault? {
        do throws(TypeMetadataError) {
            _ = try SVGTemplate(parsing: Array(text.utf8))
            return nil
        } catch .template(let fault) { return fault } catch { return nil }
    }

    @Test func `VC-62 placeholders in text are filled, everything else stays`() throws {
        let content = ##"<g id="a"><text x="1">Town: {{town}} ({{country}})</text><rect fill="#003E7E"/></g>"##
        #expect(
            try filled(content, ["town": "Ioulis", "country": "GR"])
                == ##"<g id="a"><text x="1">Town: Ioulis (GR)</text><rect fill="#003E7E"/></g>"##)
    }

    @Test func `VC-62 values are escaped, so that they stay text`() throws {
        #expect(
            try filled("<text>{{a}}</text>", ["a": #"</text><script>alert("1'&")</script>"#])
                == "<text>&lt;/text&gt;&lt;script&gt;alert(&quot;1&apos;&amp;&quot;)&lt;/script&gt;</text>")
        #expect(try filled("<text>{{a}}</text>", ["a": "{{b}}"]) == "<text>&#123;&#123;b}}</text>")
    }

    @Test func `VC-62 comments lose their words, and join nothing`() throws {
        #expect(try filled("<!-- secret --><text>{<!-- x -->{a}}</text>") == "<!-- --><text>{<!-- -->{a}}</text>")
    }

    @Test func `VC-63 values are cleaned and cut`() throws {
        let value = "A\u{1B}\u{202E}\u{0}B" + String(repeating: "c", count: 2000)
        #expect(try filled("{{a}}", ["a": value]) == "AB" + String(repeating: "c", count: 1022))
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<foreignObject/>", "<a href='#x'/>", "<use href='#x'/>", "<animate/>", "<set/>",
        "<iframe/>", "<SCRIPT/>", "<svg:script/>", "<feImage/>", "<handler/>", "<audio/>",
    ])
    func `VC-62 elements that do more than draw are refused`(content: String) {
        guard case .element = fault(content) else {
            return #expect(Bool(false), "\(String(describing: fault(content)))")
        }
    }

    @Test(arguments: [
        "<g onload='alert(1)'/>", "<g ONCLICK='x'/>", "<g ev:event='load'/>",
        "<g xmlns:h='http://www.w3.org/1999/xhtml'/>",
        "<g xmlns='http://www.w3.org/1999/xhtml'/>", "<g fill='a<b'/>", "<g fill='&#117;rl(//x)'/>",
        "<g xml:base='https://x'/>",
    ])
    func `VC-62 attributes that run something or change names are refused`(content: String) {
        guard case .attribute = fault(content) else {
            return #expect(Bool(false), "\(String(describing: fault(content)))")
        }
    }

    @Test(arguments: [
        "<image href='https://tracker.example/x.png'/>", "<image xlink:href='//x'/>",
        "<image href='file:///etc/passwd'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zy8+'/>", "<image href='data:text/html,x'/>",
        "<image href='javascript:alert(1)'/>", "<rect href='data:image/png;base64,AAAA'/>", "<image src='x.png'/>",
        "<rect fill='url(https://x)'/>", "<rect fill='URL( \"//x\")'/>", "<rect style='background:url(x.png)'/>",
        "<rect style='@import \"x\"'/>", "<rect fill='u\\72l(//x)'/>", "<style>@import 'x';</style>",
        "<style>rect { fill: url(https://x) }</style>", "<style>a{b:image-set('x' 1x)}</style>",
        "<style>&#64;import</style>", "<style>@im<!-- -->port 'x';</style>", "<style>@im<g/>port 'x';</style>",
        "<rect fill='url(#a) url(//x)'/>",
    ])
    func `VC-62 references out of the picture are refused`(content: String) {
        guard case .reference = fault(content) else {
            return #expect(Bool(false), "\(String(describing: fault(content)))")
        }
    }

    @Test func `VC-62 references inside of the picture and pixels in it are fine`() throws {
        let content =
            #"<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)"/>"#
            + #"<image href="data:image/png;base64,AAAA"/><style>rect { fill: url('#a') }</style>"#
        #expect(try filled(content) == content)
    }

    @Test(arguments: [
        "<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><![CDATA[<script>]]></svg>",
        "<?xml-stylesheet href='https://x'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'>&nbsp;</svg>", "<svg xmlns='http://www.w3.org/2000/svg'>&#xZZ;</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'>&x12;</svg>",
    ])
    func `VC-62 document types, entities, instructions and CDATA are refused`(text: String) {
        #expect(fault(whole: text) == .declaration)
    }

    @Test(arguments: [
        "<text fill='{{a}}'/>", "<!-- {{a}} -->", "<style>{{a}}</style>", "<text class=\"x{{a}}\">b</text>",
    ])
    func `VC-62 a placeholder elsewhere than in text is refused`(content: String) {
        #expect(fault(content) == .placeholderOutsideText)
    }

    @Test(arguments: ["{{1a}}", "{{ a }}", "{{a", "{{}}", "{{a-b}}"])
    func `VC-62 what is no name of a claim is refused`(content: String) {
        guard case .unknownPlaceholder = fault(content) else {
            return #expect(Bool(false), "\(String(describing: fault(content)))")
        }
    }

    @Test(arguments: [
        "", "x", "<svg xmlns='http://www.w3.org/2000/svg'>", "<svg xmlns='http://www.w3.org/2000/svg'></g>",
        "<svg xmlns='http://www.w3.org/2000/svg'/><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' a='1' a='2'/>", "<svg xmlns='http://www.w3.org/2000/svg'a='1'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' a=1/>",
        "<svg xmlns='http://www.w3.org/2000/svg' a=/>", "<svg xmlns='http://www.w3.org/2000/svg'/>x", "<svg xmlns='",
        "<!-- a", "<", "</", "<svg", "<svg xmlns",
    ])
    func `VC-62 what is no well-formed XML is refused`(text: String) {
        guard case .malformed = fault(whole: text) else {
            return #expect(Bool(false), "\(String(describing: fault(whole: text)))")
        }
    }

    @Test(arguments: [
        "<html xmlns='http://www.w3.org/1999/xhtml'/>", "<svg/>", "<g xmlns='http://www.w3.org/2000/svg'/>",
    ])
    func `VC-62 what is no SVG is refused`(text: String) { #expect(fault(whole: text) == .notSVG) }

    @Test func `VC-62 a picture of 256 KiB is read, one byte more is not`() throws {
        let empty = "\(Self.open)</svg>"
        let room = String(repeating: " ", count: SVGTemplate.limitBytes - empty.utf8.count)
        #expect(fault(room) == nil)
        #expect(fault(room + " ") == .tooLarge(limit: SVGTemplate.limitBytes))
    }

    @Test func `SEC-03 VC-62 sixty-four elements in each other are read, and names of 64 letters, one more is not`() {
        func nested(_ count: Int) -> SVGFault? {
            fault(String(repeating: "<g>", count: count) + String(repeating: "</g>", count: count))
        }
        func named(_ count: Int) -> SVGFault? { fault("<g \(String(repeating: "a", count: count))='1'/>") }
        for (make, limit) in [(nested, 63), (named, 64)] as [((Int) -> SVGFault?, Int)] {
            #expect(make(limit) == nil)
            guard case .malformed = make(limit + 1) else {
                Issue.record("\(String(describing: make(limit + 1)))")
                continue
            }
        }
    }

    @Test func `VC-62 what is not UTF-8 is refused, and not mended`() {
        let octets = Array("\(Self.open)<text>".utf8) + [0xC3, 0x28] + Array("</text></svg>".utf8)
        #expect(throws: TypeMetadataError.template(.malformed(offset: 0))) { try SVGTemplate(parsing: octets) }
    }

    @Test func `SEC-04 no beginning of a picture and no octet in it ends the process`() throws {
        let picture = Array(
            "<?xml version='1.0'?>\(Self.open)<!-- c --><g id='a'><text>{{a}} &amp;</text></g></svg>".utf8)
        for count in picture.indices {
            #expect(throws: TypeMetadataError.self) { try SVGTemplate(parsing: Array(picture[..<count])) }
        }
        for index in picture.indices {
            for octet in [0x00, 0x22, 0x3C, 0x3E, 0x7B, 0xFF] as [UInt8] {
                var changed = picture
                changed[index] = octet
                _ = try? SVGTemplate(parsing: changed)
            }
        }
    }

    @Test func `VC-62 a picture is filled with the claims of a credential`() throws {
        let type = try TypeDocuments([
            "urn:a": TypeDocuments.document(
                "urn:a",
                [
                    ["path": ["name"], "svg_id": "name"], ["path": ["ids", .null], "svg_id": "ids"],
                    ["path": ["age"], "svg_id": "age"], ["path": ["gone"], "svg_id": "gone"],
                ])
        ]).resolved("urn:a")
        let claims = ClaimTree(plain: ["name": "<Ada>", "ids": ["x", "y"], "age": 36])
        func picture(_ content: String) throws(TypeMetadataError) -> String {
            let template = try SVGTemplate(parsing: Array("\(Self.open)\(content)</svg>".utf8))
            return String(decoding: try type.picture(template, with: claims), as: UTF8.self)
        }
        #expect(
            try picture("<text>{{name}}|{{ids}}|{{age}}|{{gone}}|{{name}}</text>")
                == "\(Self.open)<text>&lt;Ada&gt;|x, y|36||&lt;Ada&gt;</text></svg>")
        #expect(throws: TypeMetadataError.template(.unknownPlaceholder("other"))) { try picture("{{other}}") }
    }
}
