import Testing

@testable import JobFile

/// How a value is cut into its own text and its references.
struct TemplateTests {
  @Test(arguments: [
    ("plain", [Template.Piece.literal("plain")]), ("", []), ("a$b", [.literal("a$b")]),
    ("$${env:A}", [.literal("${env:A}")]), ("a $$ b", [.literal("a $$ b")]),
    ("${env:A}", [.environment("A", fallback: nil, at: 0..<8)]),
    ("${env:A:-}", [.environment("A", fallback: "", at: 0..<10)]),
    ("${env:A:-b:-c}", [.environment("A", fallback: "b:-c", at: 0..<14)]),
    ("x${file:./t}y", [.literal("x"), .file("./t", at: 1..<12), .literal("y")]),
    ("${param:a}${param:b}", [.parameter("a", at: 0..<10), .parameter("b", at: 10..<20)]),
    ("é${env:A}", [.literal("é"), .environment("A", fallback: nil, at: 1..<9)]),
  ])
  func aValueIsItsTextsAndItsReferences(text: String, pieces: [Template.Piece]) {
    #expect(Template(text).pieces == pieces)
  }

  @Test(arguments: [
    ("${env:1A}", "'${env:1A}' does not name an environment variable"),
    ("${file:}", "'${file:}' does not name a file"),
    ("${param:A}", "'${param:A}' does not name a parameter"),
    ("${A}", "'${A}' is not a reference"), ("a ${env:A", "'${' has no '}' after it"),
  ])
  func aReferenceThatIsNoneIsAProblem(text: String, message: String) {
    let problems = Template(text).pieces.compactMap { piece in
      if case .problem(let problem) = piece { problem.message } else { nil }
    }
    #expect(problems == [message])
  }

  @Test(arguments: [
    ("plain", true), ("${env:A}", false), ("${env:A:-b}", true), ("${env:A:-}", false),
    ("${env:A}x", true), ("${file:f}", false),
  ])
  func whatAReferenceFallsBackToIsInTheFile(text: String, isLiteral: Bool) {
    #expect(Template(text).hasLiteral == isLiteral)
  }
}
