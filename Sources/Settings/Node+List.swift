public import Diagnostics

extension Node {
  /// The elements of a list; nil, with a finding, for anything else. A value from outside the file that is
  /// missing has its finding already.
  ///
  /// - Parameters:
  ///   - wanted: how the finding begins: `expected a list of statuses`, or `'routes' is a list of routes`.
  ///   - mayBeEmpty: whether a list without elements is one.
  ///   - help: how to write such a list.
  public func list(
    _ wanted: String, mayBeEmpty: Bool = false, help: String, findings: inout Findings
  ) -> [Node]? {
    var found = kind
    switch content {
    case .sequence(let list) where mayBeEmpty || !list.isEmpty: return list
    case .sequence: found = "an empty one"
    case .scalar(let scalar) where scalar.isUnresolved: return nil
    case .scalar, .mapping: break
    }
    findings.add(
      Diagnostic(id: .settingsType, "\(wanted), found \(found)", at: span, help: help))
    return nil
  }
}

extension Collection where Element == Node {
  /// Reads each element, of which no two may be the same; nil, with findings, when one is wrong or given
  /// twice.
  ///
  /// - Parameters:
  ///   - read: reads one; nil, with a finding, when it is wrong.
  ///   - name: what a value is called in the finding about its repetition.
  public func readEachOnce<Value: Hashable>(
    name: (Value) -> String, findings: inout Findings,
    _ read: (Node, inout Findings) -> Value?
  ) -> [Value]? {
    var places: [Value: SourceSpan] = [:]
    var values: [Value] = []
    for node in self {
      guard let value = read(node, &findings) else { continue }
      if let first = places[value] {
        findings.add(
          Diagnostic(
            id: .settingsRepeated, "\(name(value)) is given twice", at: node.span,
            help: "keep one of the two", notes: [.init("first given here", at: first)]))
        continue
      }
      places[value] = node.span
      values.append(value)
    }
    return values.count == count ? values : nil
  }
}
