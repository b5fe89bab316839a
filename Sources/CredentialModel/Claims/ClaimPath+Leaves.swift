import Bytes
public import JSON

extension ClaimPath {
    /// The paths of all values that are no objects, in their order and each once, with `[*]` for the positions of arrays.
    ///
    /// This is what a log may keep of claims: which they were, not what they said, nor how many.
    public static func leaves(of claims: JSONValue) -> [ClaimPath] {
        var (paths, seen): ([ClaimPath], Set<ClaimPath>) = ([], [])
        collect(claims, at: [], into: &paths, seen: &seen)
        return paths
    }

    private static func collect(
        _ value: JSONValue, at position: [ClaimPathComponent], into paths: inout [ClaimPath],
        seen: inout Set<ClaimPath>
    ) {
        switch value {
        case .object(let object) where !object.isEmpty:
            for (name, member) in object { collect(member, at: position + [.name(name)], into: &paths, seen: &seen) }
        case .array(let elements) where elements.contains { $0.object != nil || $0.array != nil }:
            for element in elements { collect(element, at: position + [.all], into: &paths, seen: &seen) }
        default:
            let path = ClaimPath(position)
            if seen.insert(path).inserted { paths.append(path) }
        }
    }
}
