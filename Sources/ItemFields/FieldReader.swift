public import ExportModel
import JSONReader

/// Reads fields of items.
public struct FieldReader: Sendable {
  private let fields: [ItemField]
  private let paths: JSONPaths

  /// Creates a reader of some fields.
  public init(_ fields: [ItemField]) {
    self.fields = fields
    paths = JSONPaths(
      fields.compactMap { if case .part(let field) = $0 { field.path } else { nil } })
  }

  /// What an item has in each of the fields, in their order; nil for null and for what is missing.
  public func values(of item: StoredItem) -> [ItemValue?] {
    var parts = (item.data.map { self.parts(of: $0.json) } ?? []).makeIterator()
    return fields.map { field in
      switch field {
      case .jobID: .text("\(item.jobID)")
      case .entryID: .text("\(item.entryID)")
      case .status: .text(item.status.name)
      case .ordinal: .number("\(item.ordinal)")
      case .previousJobID: item.previousJobID.map { .text("\($0)") }
      case .data: item.data.map { .json(String(decoding: $0.json, as: UTF8.self)) }
      case .dataFetchedAt: item.data.map { .text($0.fetchedAt) }
      case .part: parts.next().flatMap(\.self)
      }
    }
  }

  /// The first of the fields that is behind something else than the API documents, such as a text in place of an object: what is
  /// there may mean anything.
  public func unreachablePart(of json: [UInt8]) -> ItemField? {
    let parts = fields.filter { if case .part = $0 { true } else { false } }
    return paths.blocked(in: json).first.map { parts[$0] }
  }

  /// What accounting data has in those of the fields that are parts of it, in their order; nil for null and for what is
  /// missing.
  public func parts(of json: [UInt8]) -> [ItemValue?] {
    paths.texts(in: json).map { $0.flatMap(ItemValue.init(json:)) }
  }
}

extension ItemValue {
  /// A value by its JSON; nil for null.
  init?(json: [UInt8]) {
    guard let first = json.first else { return nil }
    switch first {
    case UInt8(ascii: "\""): self = .text(JSONPaths.decoded(json))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      self = .number(String(decoding: json, as: UTF8.self))
    case UInt8(ascii: "n"): return nil
    default: self = .json(String(decoding: json, as: UTF8.self))
    }
  }
}
