import Cryptography
import JSON
import SDJWTVC

extension TypeVectors {
    private static let base = "urn:example:base"

    /// Documents that extend one another: the type, then `urn:example:1`, and so on; the last one extends what is given.
    private func chain(_ count: Int, then last: String? = nil) -> JSONObject {
        var documents = JSONObject()
        for index in 0..<count {
            let name = index == 0 ? Self.type : "urn:example:\(index)"
            let next = index + 1 < count ? "urn:example:\(index + 1)" : last
            documents[name] = text(document(next.map { ["extends": .string($0)] } ?? [:], about: name))
        }
        return documents
    }

    func chains() -> [VectorTest] {
        func output(_ extends: JSONValue) -> JSONValue { ["extends": extends, "names": [:], "claims": []] }
        func circle(_ count: Int) -> VectorTest {
            refused(
                "circle-\(count)", "a circle of \(count)", ["VC-54"],
                ["documents": .object(chain(count, then: Self.type))], "type_metadata_cycle",
                flags: ["NEG-124", "NT-19"])
        }
        return [
            valid("alone", "extends nothing", ["VC-52"], ["documents": .object(chain(1))], output([])),
            valid(
                "two-above", "two types above", ["VC-54"], ["documents": .object(chain(3))],
                output(["urn:example:1", "urn:example:2"])),
            valid(
                "eight-above", "eight types above", ["VC-54"], ["documents": .object(chain(9))],
                output(.array((1...8).map { .string("urn:example:\($0)") }))),
            refused(
                "nine-above", "nine types above", ["VC-54"], ["documents": .object(chain(10))],
                "type_metadata_too_deep",
                flags: ["NEG-124", "NT-19"]),
            refused(
                "hundred-above", "a hundred types above", ["VC-54"], ["documents": .object(chain(101))],
                "type_metadata_too_deep", flags: ["NEG-124", "NT-19"]),
            circle(1), circle(2), circle(5),
            refused(
                "circle-above", "a circle that begins above the type", ["VC-54"],
                ["documents": .object(chain(3, then: "urn:example:1"))], "type_metadata_cycle",
                flags: ["NEG-124", "NT-19"]),
            refused(
                "parent-missing", "the extended type is not to be had", ["VC-50"],
                ["documents": .object(chain(2, then: "urn:example:gone"))], "type_metadata_unavailable"),
            refused(
                "parent-other", "the document of the extended type is about another", ["VC-52"],
                family([:], ["vct": "urn:example:other"]), "type_metadata_other_type"),
        ]
    }

    private func family(_ child: JSONObject, _ parent: JSONObject) -> JSONObject {
        let documents = [
            (Self.type, text(document(child.adding("extends", .string(Self.base))))),
            (Self.base, text(document(parent, about: Self.base))),
        ]
        return ["documents": .object(JSONObject(documents))]
    }

    private func seat(_ members: JSONObject) -> JSONObject {
        ["claims": [.object(JSONObject([("path", ["seat"])]).adding(members))]]
    }

    func inheritance() -> [VectorTest] {
        func output(_ claims: JSONValue, names: JSONValue = [:]) -> JSONValue {
            ["extends": [.string(Self.base)], "names": names, "claims": claims]
        }
        let names: JSONObject = ["display": [["locale": "en", "name": "Base"], ["locale": "fr", "name": "Socle"]]]
        let full: JSONObject = [
            "sd": "always", "mandatory": true, "svg_id": "seat",
            "display": [["locale": "en", "label": "Seat"], ["locale": "fr", "label": "Place"]],
        ]
        var tests = [
            valid(
                "names-inherited", "names are inherited", ["VC-56"], family([:], names),
                output([], names: ["en": "Base", "fr": "Socle"])),
            valid(
                "names-own", "own names take the place of all inherited ones", ["VC-56"],
                family(["display": [["locale": "en", "name": "Ticket"]]], names), output([], names: ["en": "Ticket"])),
            valid(
                "claims-both", "the claims of both, the base first", ["VC-59"],
                family(["claims": [["path": ["row"]]]], seat([:])), output([claim(["seat"]), claim(["row"])])),
            valid(
                "claim-inherited", "members that are not stated are inherited", ["VC-59"],
                family(seat([:]), seat(full)),
                output([
                    claim(
                        ["seat"], "always", mandatory: true,
                        ["svg_id": "seat", "labels": ["en": "Seat", "fr": "Place"]])
                ])),
            valid(
                "claim-own", "members that are stated are not mixed with inherited ones", ["VC-59"],
                family(seat(["display": [["locale": "en", "label": "Chair"]], "svg_id": "chair"]), seat(full)),
                output([claim(["seat"], "always", mandatory: true, ["svg_id": "chair", "labels": ["en": "Chair"]])])),
            valid(
                "mandatory-set", "an optional claim becomes mandatory", ["VC-59"],
                family(seat(["mandatory": true]), seat([:])), output([claim(["seat"], mandatory: true)])),
            refused(
                "mandatory-unset", "a mandatory claim becomes optional", ["VC-59"],
                family(seat(["mandatory": false]), seat(["mandatory": true])), "type_metadata_mandatory_changed",
                flags: ["NEG-125", "NT-19"]),
            refused(
                "svg-twice", "two claims with one svg_id, in two documents", ["VC-57"],
                family(["claims": [["path": ["row"], "svg_id": "x"]]], seat(["svg_id": "x"])),
                "type_metadata_svg_id_twice"),
        ]
        for (from, to, isFine) in [
            ("allowed", "always", true), ("allowed", "never", true), ("always", "always", true),
            ("never", "never", true), ("never", "always", false), ("always", "never", false),
            ("always", "allowed", false), ("never", "allowed", false),
        ] {
            let input = family(seat(["sd": .string(to)]), seat(["sd": .string(from)]))
            let (id, comment) = ("sd-\(from)-\(to)", "sd from \(from) to \(to)")
            tests.append(
                isFine
                    ? valid(id, comment, ["VC-59"], input, output([claim(["seat"], to)]))
                    : refused(id, comment, ["VC-59"], input, "type_metadata_sd_changed", flags: ["NEG-125", "NT-19"]))
        }
        return tests
    }

    func hashes() -> [VectorTest] {
        let octets = Array((text(document()).string ?? "").utf8)
        func hash(_ algorithm: HashAlgorithm, of octets: [UInt8]) -> String {
            SubresourceIntegrity(of: octets, algorithm).text
        }
        let (right, other) = (octets, octets + [0x20])
        func input(_ integrity: String) -> JSONObject {
            ["documents": .object(chain(1)), "integrity": .string(integrity)]
        }
        let output: JSONValue = ["extends": [], "names": [:], "claims": []]
        var tests = HashAlgorithm.allCases.map { algorithm in
            valid(
                "hash-\(algorithm.rawValue)", "the hash of the document", ["VC-60"],
                input(hash(algorithm, of: right)), output)
        }
        tests += [
            valid(
                "hash-any", "one of two hashes of one function fits", ["VC-60"],
                input("\(hash(.sha256, of: other)) \(hash(.sha256, of: right))"), output),
            valid(
                "hash-unknown-too", "a function that nobody knows beside one that fits", ["VC-60"],
                input("md5-1B2M2Y8AsgTpgAmY7PhCfg== \(hash(.sha256, of: right))"), output),
            valid(
                "hash-stronger", "a stronger hash fits, a weaker does not", ["VC-60"],
                input("\(hash(.sha256, of: other)) \(hash(.sha512, of: right))"), output),
            refused(
                "hash-other", "the hash of another document", ["VC-60"], input(hash(.sha256, of: other)),
                "integrity_mismatch", flags: ["NEG-123", "NT-19"]),
            refused(
                "hash-weaker", "a weaker hash fits, a stronger does not", ["VC-60"],
                input("\(hash(.sha256, of: right)) \(hash(.sha384, of: other))"), "integrity_mismatch",
                flags: ["NEG-123", "NT-19"]),
            refused(
                "hash-unknown", "no function that is known", ["VC-60"], input("md5-1B2M2Y8AsgTpgAmY7PhCfg=="),
                "integrity_unsupported", flags: ["NEG-123", "NT-19"]),
            refused("hash-empty", "an empty value", ["VC-05"], input(""), "integrity_malformed"),
            refused("hash-short", "a hash that is too short", ["VC-05"], input("sha256-AAAA"), "integrity_malformed"),
            refused(
                "hash-url", "a hash in base64url", ["VC-05"],
                input("sha256-RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o="), "integrity_malformed"),
        ]
        let parent = document(about: Self.base)
        let parentHash = hash(.sha256, of: Array((text(parent).string ?? "").utf8))
        for (id, hash, isFine) in [("right", parentHash, true), ("wrong", hash(.sha256, of: right), false)] {
            let input = family(["extends#integrity": .string(hash)], [:])
            tests.append(
                isFine
                    ? valid(
                        "parent-hash-\(id)", "the hash of the extended type", ["VC-60"], input,
                        ["extends": [.string(Self.base)], "names": [:], "claims": []])
                    : refused(
                        "parent-hash-\(id)", "another hash than that of the extended type", ["VC-60"], input,
                        "integrity_mismatch", flags: ["NEG-123", "NT-19"]))
        }
        return tests
    }
}
