import HTTPExchange
import JSONReader
import PageSourceKit

/// The lists of a job: page after page, with the next ones on their way.
extension PleoClient {
  /// One page of the job's items; see ``PageSource``.
  func page(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemPage {
    let page = try await nextPage(after: cursor, "page") { start in
      .items(id, limit: configuration.pageSize, from: start)
    } read: { root, _ throws(ShapeError) in
      try ResponseShape.page(root)
    }
    let whole = try checked(page, asked: configuration.pageSize, redaction: redaction)
      .continued(atOffset: ahead.nextOffset)
    newest = (newest.number, newest.number == 0 ? nil : whole.endCursor)
    return whole
  }

  /// One page of what the job's items are; see ``PageSource``.
  func dataPage(of id: JobID, after cursor: Cursor?) async throws(SourceError) -> ItemDataPage {
    let page = try await nextPage(after: cursor, "page of data", isPrivate: true) { start in
      .data(id, limit: configuration.pageSize, from: start)
    } read: { root, text throws(ShapeError) in
      try ResponseShape.dataPage(root, in: text)
    }
    try checkPage(page, asked: configuration.pageSize)
    newest = (newest.number, newest.number == 0 ? nil : page.endCursor)
    return page
  }

  /// The page of a list that comes next, or another one.
  ///
  /// - Parameters:
  ///   - name: what it is called in notices, its number behind it.
  ///   - isPrivate: whether it has accounting data.
  ///   - question: asks for the page that begins somewhere.
  ///   - read: reads a body and the text that it was.
  private func nextPage<Page>(
    after cursor: Cursor?, _ name: String, isPrivate: Bool = false,
    _ question: (APIRequest.Start) -> APIRequest,
    read: (JSONValue, [UInt8]) throws(ShapeError) -> Page
  ) async throws(SourceError) -> Page {
    let number = cursor == nil ? 1 : cursor == newest.endCursor ? newest.number + 1 : nil
    // What was sent ahead follows the newest page, and no other.
    if number == nil { ahead.cancel() }
    let start: APIRequest.Start =
      switch (cursor, ahead.nextOffset) {
      case (nil, _): .beginning
      case (_, let offset?): .offset(offset)
      case (let cursor?, nil): .after(cursor)
      }
    let answer = try await ask(question(start), what: number.map { "\(name) \($0)" } ?? "a \(name)")
    let page = try reader.read(answer, isPrivate: isPrivate) { root throws(ShapeError) in
      askAhead(root, isFirst: cursor == nil, question)
      return try read(root, answer.body)
    }
    newest = (number ?? 0, nil)
    return page
  }

  /// Whether the pages of the list at hand are asked for by offset; see ``PageSource``.
  var readsSideBySide: Bool { ahead.nextOffset != nil }

  /// Reads pages one after another from now on; see ``PageSource``.
  func readInOrder() { ahead.readInOrder() }

  /// Sends the requests for the next pages, so that they are on their way while this one is read.
  private func askAhead(
    _ root: JSONValue, isFirst: Bool, _ question: (APIRequest.Start) -> APIRequest
  ) {
    if isFirst { ahead.begin(ResponseShape.extent(root)) } else { ahead.step() }
    ahead.fill(after: ResponseShape.nextCursor(root)) { start in
      guard takePlaceAtOnce() else { return nil }
      return send(question(start))
    }
  }
}
