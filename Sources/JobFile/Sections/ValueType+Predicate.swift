import Diagnostics
import ExportModel
import Predicates
import Settings

extension ValueType where Value == ItemPredicate {
  /// A question about an item.
  static var predicate: ValueType {
    let name = "a condition"
    let example = PredicateFields.item.example
    return ValueType(
      name: name, example: example, shape: .condition,
      read: { node, context, findings in
        guard let scalar = Scalar(node, as: name, example: example, findings: &findings) else {
          return nil
        }
        // A value put in here would be read as language, not as a value.
        guard !scalar.isFromOutside else {
          findings.add(
            Diagnostic(
              id: .predicateOutside, "'when' takes no value from outside the file",
              at: node.span, help: "write the value itself"))
          return nil
        }
        return PredicateParser.parse(
          scalar.text, fields: .item,
          place: { context.source.place(from: $0.lowerBound, length: $0.count, in: node) },
          findings: &findings)
      }, write: { $0.description })
  }
}
