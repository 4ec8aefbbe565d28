import Testing

extension History {
  /// Tells the story, and returns the promises that were broken in it.
  func tell() async -> [String] { await HistoryTelling(self).tell() }

  /// A story with no part in it that it could do without and still break a promise.
  func shrunk() async -> History {
    var story = self
    var canShrink = true
    while canShrink {
      canShrink = false
      for part in story.parts {
        var shorter = story
        shorter.without.insert(part)
        guard await !shorter.tell().isEmpty else { continue }
        story = shorter
        canShrink = true
      }
    }
    return story
  }

  /// What a test says of a story that breaks promises: how it can be told again, and what it takes.
  func report(_ broken: [String]) async -> Comment {
    let shrunk = await shrunk()
    return
      """
      SEED=\(seed): \(broken.joined(separator: "; "))
      it takes no more than \(shrunk.parts.map { "\($0)" }.joined(separator: ", ")): \
      \(await shrunk.tell().joined(separator: "; "))
      """
  }
}
