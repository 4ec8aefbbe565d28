/// Finds the known name that a person most likely meant.
public enum Suggestion {
  /// The name of `known` nearest to `written`, when it is close enough to be meant.
  ///
  /// Close is at most a third of the longer name's length in single-character edits,
  /// where a swap of neighbors counts as one.
  public static func nearest(to written: String, among known: some Sequence<String>) -> String? {
    let best = known.map { (name: $0, distance: distance(written.lowercased(), $0.lowercased())) }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    guard let best, best.distance <= max(written.count, best.name.count) / 3 else { return nil }
    return best.name
  }

  /// A help text that asks whether the nearest known name was meant, else lists all of them.
  public static func help(for written: String, among known: [String]) -> String {
    if let name = nearest(to: written, among: known) { return "did you mean '\(name)'?" }
    return "use one of: \(known.joined(separator: ", "))"
  }

  /// The number of single-character edits between two texts, a swap of neighbors counted as one.
  ///
  /// Texts beyond 100 characters are not compared, because no known name is that long.
  static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left), Array(right))
    guard a.count <= 100, b.count <= 100 else { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
