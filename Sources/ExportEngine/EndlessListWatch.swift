/// Notices that a list does not come to its end: by what the job says it has, by pages that bring
/// nothing new, and by how often the same items come.
struct EndlessListWatch {
  /// How many pages may bring nothing new, one after the other.
  static let idleLimit = 100
  /// How many items there may be beyond twice as many as the job says it has.
  static let slack = 1000
  /// From how many items on it is looked whether they are the same again and again.
  private static let firstLook = 4096

  private let expected: Int?
  private var idlePages = 0
  private var pagesSeen: Set<Int> = []
  private var nextLook = Self.firstLook

  /// - Parameter expected: how many items the job says it has, if it says so.
  init(expected: Int?) { self.expected = expected }

  /// How far a list was read.
  struct Progress {
    /// How many items have come.
    let count: Int
    /// How many the API says there are, if it says so.
    let total: Int?
    /// How many of those that have come are different.
    let different: () -> Int
  }

  /// Why the list is not followed any further after a page that says that it goes on; nil where it is.
  ///
  /// - Parameter progress: everything read so far, the page included.
  mutating func reason(toGiveUpAfter page: some ListPage, _ progress: Progress) -> String? {
    let isNew = !page.items.isEmpty && pagesSeen.insert(page.fingerprint).inserted
    idlePages = isNew ? 0 : idlePages + 1
    if idlePages >= Self.idleLimit {
      return "\(idlePages) pages have brought nothing new"
    }
    let count = progress.count
    if let claimed = [expected, progress.total].compactMap(\.self).max() {
      // What somebody claims may be too large to be doubled.
      return count > claimed && count - claimed > claimed + Self.slack
        ? "\(count) items have come, and the job says that it has \(claimed)" : nil
    }
    guard count >= nextLook else { return nil }
    nextLook = 2 * count
    let different = progress.different()
    return different <= count / 2
      ? "\(count) items have come, of which \(different) are different" : nil
  }
}
