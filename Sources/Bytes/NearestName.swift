/// Finds the name that was probably meant: of a command, an option, a member of a file.
public enum NearestName {
    /// The name that a slip of the fingers turns into the word: a third of its letters may differ, or it may be unfinished.
    public static func nearest(to word: String, among names: [String]) -> String? {
        let letters = Array(word.prefix(64))
        let longer = names.filter { letters.count >= 3 && $0.hasPrefix(word) }
        if longer.count == 1 { return longer[0] }
        let best = names.map { (name: $0, distance: distance(letters, Array($0))) }.min { $0.distance < $1.distance }
        guard let best, best.distance <= max(1, min(letters.count, best.name.count) / 3) else { return nil }
        return best.name
    }

    /// Letters that must be put in, left out, changed or swapped with their neighbour.
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var (older, old) = ([Int](), Array(0...other.count))
        for (row, letter) in one.enumerated() {
            var new = [row + 1]
            for (column, wanted) in other.enumerated() {
                var cost = min(old[column] + (letter == wanted ? 0 : 1), old[column + 1] + 1, new[column] + 1)
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == wanted {
                    cost = min(cost, older[column - 1] + 1)
                }
                new.append(cost)
            }
            (older, old) = (old, new)
        }
        return old[other.count]
    }
}
