import Foundation

/// A page of items that somebody changes.
struct PageEdit {
  /// What the cursors of a list without an end begin with.
  static let endlessCursor = "ENDLESS"

  private var items: [[String: Any]]
  private var pagination: [String: Any]

  /// Reads a page; nil for anything else.
  init?(_ body: [UInt8]) {
    guard let page = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any],
      let items = page["data"] as? [[String: Any]],
      let pagination = page["pagination"] as? [String: Any]
    else { return nil }
    (self.items, self.pagination) = (items, pagination)
  }

  /// The page as JSON.
  var body: [UInt8] {
    let page: [String: Any] = ["data": items, "pagination": pagination]
    return (try? JSONSerialization.data(withJSONObject: page)).map(Array.init) ?? []
  }

  /// Does what a fault does.
  ///
  /// - Parameters:
  ///   - before: the page before this one.
  ///   - time: how often the fault has happened.
  mutating func apply(_ kind: SandboxFaultKind, before: PageEdit?, time: Int) {
    guard !items.isEmpty else { return }
    switch kind {
    case .missingField: items[0]["status"] = nil
    case .nullField: items[0]["status"] = NSNull()
    case .unknownStatus: items[0]["status"] = "on_hold"
    case .doubleItem: items.append(items[0])
    case .doubleAcross: items.append(before?.items.first ?? items[0])
    case .changedStatus:
      var item = before?.items.first ?? items[0]
      item["status"] = item["status"] as? String == "failed" ? "successful" : "failed"
      items.append(item)
    case .foreignItem: items[0]["exportJobId"] = "00000000-0000-4000-8000-0000000000ff"
    case .wrongTotal: pagination["total"] = (pagination["total"] as? Int ?? 0) + 1
    case .repeatedCursor:
      if let cursor = before?.pagination["endCursor"] { pagination["endCursor"] = cursor }
    case .missingCursor: pagination["endCursor"] = nil
    case .endless:
      pagination["hasNextPage"] = true
      pagination["endCursor"] = "\(Self.endlessCursor)\(time)"
    default: break
    }
  }

  // MARK: For good

  mutating func addItem() {
    guard var item = items.first else { return }
    item["accountingEntryId"] = "00000000-0000-4000-8000-0000000000fe"
    item["status"] = "pending"
    items.append(item)
  }

  mutating func removeItem() { if !items.isEmpty { items.removeFirst() } }

  mutating func count(_ more: Int) {
    pagination["total"] = (pagination["total"] as? Int ?? 0) + more
  }
}

/// What has become of the export job since it was first asked for.
struct JobChanges {
  private var added: SandboxFault.Place?
  private var removed: SandboxFault.Place?
  /// The fault that has ended it.
  private var ending: SandboxFaultKind?

  /// Lets something become so.
  mutating func begin(_ kind: SandboxFaultKind, at place: SandboxFault.Place) {
    switch kind {
    case .addedItem: added = added ?? place
    case .removedItem: removed = removed ?? place
    default: ending = ending ?? kind
    }
  }

  private var more: Int { (added == nil ? 0 : 1) - (removed == nil ? 0 : 1) }

  /// Changes an answer to be of the job as it is now.
  func apply(to reply: inout SandboxReply, at place: SandboxFault.Place) {
    switch place {
    case .job: applyToJob(&reply)
    case .page:
      guard more != 0, var page = PageEdit(reply.body) else { return }
      if place == added { page.addItem() }
      if place == removed { page.removeItem() }
      page.count(more)
      reply.body = page.body
    case .data where ending != nil:
      reply = .error(
        422, "EXPORT_JOB_STATUS_UNPROCESSABLE", "Export job is finished, its items cannot be read.")
    case .data, .everywhere: break
    }
  }

  private func applyToJob(_ reply: inout SandboxReply) {
    guard ending != nil || more != 0,
      var document = try? JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any],
      var job = document["data"] as? [String: Any]
    else { return }
    switch ending {
    case .ended: (job["status"], job["completedAt"]) = ("completed", job["lastUpdatedAt"])
    case .jobFailed:
      (job["status"], job["failureReasonType"]) = ("failed", "accounting_system_unreachable")
    // An export job that expires has no status of its own.
    case .jobExpired:
      (job["status"], job["failureReasonType"]) = ("failed", "job_expired")
      job["expiredAt"] = job["lastUpdatedAt"]
    default: break
    }
    job["numberOfItems"] = (job["numberOfItems"] as? Int ?? 0) + more
    document["data"] = job
    reply.body = (try? JSONSerialization.data(withJSONObject: document)).map(Array.init) ?? []
  }
}
