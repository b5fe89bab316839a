import Bytes
public import JSON

/// The JSON form of a block list; docs/trust.md shows one.
extension TrustBlock {
    private enum Member: String, CaseIterable {
        case entities, certificates, keys
    }

    /// Reads a block list; one that cannot be read whole is refused whole.
    ///
    /// - Throws: `badEntry`. Source: TRU-04.
    public static func blocks(in json: JSONObject, file: String) throws(TrustError) -> Set<TrustBlock> {
        try TrustEntry.refuseOthers(than: Member.allCases.map(\.rawValue), in: json, file: file)
        var blocks: Set<TrustBlock> = []
        for member in Member.allCases {
            let texts = try TrustEntry.read(file) { () throws(JSONMemberError) in
                try json.stringsIfPresent(member.rawValue) ?? []
            }
            for text in texts {
                if member == .entities {
                    blocks.insert(.entity(id: text))
                    continue
                }
                guard let digest = try? Hex.decode(text), digest.count == 32 else {
                    throw .badEntry(file: file, problem: "\(member.rawValue) must hold SHA-256 digests in hex")
                }
                blocks.insert(member == .keys ? .key(sha256: digest) : .certificate(sha256: digest))
            }
        }
        return blocks
    }

    /// Writes a block list.
    public static func json(of blocks: Set<TrustBlock>) -> JSONObject {
        JSONObject(
            Member.allCases.map { member in
                let texts = blocks.compactMap { block -> String? in
                    switch (member, block) {
                    case (.entities, .entity(let id)): id
                    case (.certificates, .certificate(let digest)), (.keys, .key(let digest)): Hex.encode(digest)
                    default: nil
                    }
                }
                return (member.rawValue, .array(texts.sorted().map(JSONValue.string)))
            })
    }
}
