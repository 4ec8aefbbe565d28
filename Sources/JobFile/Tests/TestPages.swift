import Diagnostics
import ExportModel
import ItemFields
import Settings

/// The pages of a test: what the API gives.
struct TestPages {
  static let entry = Setting("entry_id", ValueType.testEntry, "The item, by a short id or a UUID.")
  static let status = Setting("status", ValueType.itemStatus, "The item's status.")
  static let itemSettings: [any DeclaredSetting] = [entry, status]
  static let next = Setting<Cursor?>(
    "next", ValueType.cursor.optional, default: nil,
    "The cursor that the page gives; the API gives one with every page, the last one too.")
  static let items = "items"
  static let data = "data"

  let context: ReadingContext

  /// Reads a list of pages; nil, with findings, when anything in it is wrong.
  func read(_ node: Node, findings: inout Findings) -> [JobTest.Page]? {
    guard
      let list = node.list(
        "'pages' is a list of pages or the name of an earlier test",
        help: "write a list, such as [{ items: [] }]", findings: &findings)
    else { return nil }
    var cursors: [Cursor: SourceSpan] = [:]
    let pages = list.compactMap { page($0, &cursors, findings: &findings) }
    return pages.count == list.count ? pages : nil
  }

  private func page(
    _ node: Node, _ cursors: inout [Cursor: SourceSpan], findings: inout Findings
  ) -> JobTest.Page? {
    guard
      let fields = Fields(
        node, of: "a page", known: [Self.items, Self.next.name], findings: &findings)
    else { return nil }
    let cursor = Self.next.read(fields, in: context, findings: &findings)
    if let cursor = cursor ?? nil, let span = fields[Self.next.name]?.span {
      if let first = cursors[cursor] {
        findings.add(
          Diagnostic(
            id: .testsCursor, "two pages give the cursor '\(cursor)'", at: span,
            help: "give each page a cursor of its own, or take 'next' out",
            notes: [.init("first given here", at: first)]))
      }
      cursors[cursor] = cursors[cursor] ?? span
    }
    guard
      let list = fields.required(Self.items, findings: &findings).flatMap({
        $0.list(
          "'items' is a list of items", mayBeEmpty: true,
          help: "write a list, such as [{ entry_id: a, status: pending }]", findings: &findings)
      })
    else { return nil }
    let items = list.compactMap { item($0, findings: &findings) }
    guard let cursor, items.count == list.count else { return nil }
    return JobTest.Page(items: items, cursor: cursor)
  }

  private func item(_ node: Node, findings: inout Findings) -> JobTest.Item? {
    guard
      let fields = Fields(
        node, of: "an item", known: Self.itemSettings.map(\.name) + [Self.data],
        findings: &findings)
    else { return nil }
    let entry = Self.entry.read(fields, in: context, findings: &findings)
    let status = Self.status.read(fields, in: context, findings: &findings)
    let data = data(fields[Self.data], findings: &findings)
    guard let entry, let status, let data else { return nil }
    return JobTest.Item(entry: entry, status: status, data: data)
  }

  private func data(_ node: Node?, findings: inout Findings) -> JobTest.Data? {
    guard let node else { return .unspecified }
    if node.json == "null" { return .missing }
    guard case .mapping(let entries) = node.content else {
      findings.add(
        Diagnostic(
          id: .settingsShape, "'data' is a mapping, found \(node.kind)", at: node.span,
          help:
            "write what the item is, such as { date: 2026-03-02 }, or null where the API has no data of it"
        ))
      return nil
    }
    guard Fields(node, of: "data", known: entries.map(\.key), findings: &findings) != nil
    else { return nil }
    guard let date = node["date"], case .scalar(let scalar) = date.content, date.json != "null"
    else { return .object(json: Array(node.json.utf8), date: nil) }
    guard Moment(scalar.text) != nil else {
      findings.add(
        scalar.refusal(
          as: "a date", id: .testsDate, at: date.span,
          help: "write it as the API does, such as 2026-03-02 or 2026-03-02T08:15:04Z"))
      return nil
    }
    return .object(json: Array(node.json.utf8), date: scalar.text)
  }
}

extension ValueType where Value == JobTest.Entry {
  /// An item of a test by a short id or by its UUID.
  static var testEntry: ValueType {
    ValueType(
      scalar: "a short id or a UUID", example: "a",
      form: "at most 16 small letters, digits, dashes and underscores, or a UUID",
      parse: { text, _ in JobTest.Entry(text) }, write: { $0.name })
  }
}

extension ValueType where Value == ItemStatus {
  /// A word that the API may give as a status, also one that it does not document.
  static var itemStatus: ValueType {
    ValueType(
      scalar: "a status", example: "pending", parse: { text, _ in ItemStatus(text) },
      write: { $0.name })
  }
}

extension ValueType where Value == Cursor {
  /// A cursor as the API may give one.
  static var cursor: ValueType {
    ValueType(
      scalar: "a cursor", example: "c1", parse: { text, _ in Cursor(text) }, write: { $0.text })
  }
}
