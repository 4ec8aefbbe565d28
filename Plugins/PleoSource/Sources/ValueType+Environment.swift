import PageSourceKit

extension ValueType where Value == PleoEnvironment {
  private static var words: [(word: String, value: PleoEnvironment)] {
    [("production", .production), ("staging", .staging), ("sandbox", .sandbox)]
  }

  /// A word for one of Pleo's APIs or the sandbox, or a base URL.
  static var environment: ValueType {
    let name = "production, staging, sandbox or a base URL"
    return ValueType(
      name: name, example: "sandbox",
      shape: .either([.choice(words.map(\.word)), .text(pattern: BaseURL.pattern)]),
      read: { node, _, findings in
        guard let scalar = Scalar(node, as: name, example: "sandbox", findings: &findings) else {
          return nil
        }
        if let known = words.first(where: { $0.word == scalar.text }) { return known.value }
        guard BaseURL.isMeant(by: scalar.text) else {
          let nearest = Suggestion.nearest(to: scalar.written, among: words.map(\.word))
          findings.add(
            Diagnostic(
              id: .sourceEnvironment, "'\(scalar.written)' is not \(name)", at: node.span,
              help: nearest.map { "did you mean '\($0)'?" }
                ?? "write \(name), such as https://export.example.com"))
          return nil
        }
        do throws(BaseURL.Problem) {
          return .address(try BaseURL.checked(scalar.text).text)
        } catch {
          findings.add(
            Diagnostic(id: .sourceAddress, error.message, at: node.span, help: error.help))
          return nil
        }
      },
      write: { value in words.first { $0.value == value }?.word ?? value.baseURL ?? "" })
  }
}
