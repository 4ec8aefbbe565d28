import Settings
import Testing

/// The form of a value as the schema, the reference and the formatter walk it.
struct ValueShapeTests {
  private static let inner = ValueShape.mapping([
    KeyDescription(section: "path", "Where.", shape: .text(pattern: nil))
  ])
  private static let shape = ValueShape.mapping([
    KeyDescription(section: "sink", "Which sink.", shape: .kind([])),
    KeyDescription(section: "routes", "Where to.", shape: .list(of: inner)),
    KeyDescription(
      section: "parameters", "What is given.", shape: .named(pattern: "^[a-z]+$", .secret)),
  ])

  @Test func theFormUnderAKeyIsFoundThroughListsNamesAndChoices() throws {
    #expect(Self.shape.keys.map(\.name) == ["sink", "routes", "parameters"])
    let routes = try #require(Self.shape.value(under: "routes"))
    #expect(routes.element?.keys.map(\.name) == ["path"])
    let parameters = try #require(Self.shape.value(under: "parameters"))
    #expect(parameters.keys.isEmpty)
    guard case .secret = parameters.value(under: "anything") else {
      Issue.record("a named mapping has one form for every key")
      return
    }
    #expect(Self.shape.value(under: "route") == nil)
  }

  @Test(arguments: [
    ValueShape.optional(shape), .either([.integer(0...1), shape]),
    .optional(.either([.choice(["all"]), .optional(shape)])),
  ])
  func whatMayBeLeftOutOrWrittenOtherwiseHasTheSameKeys(shape: ValueShape) {
    #expect(shape.keys.map(\.name) == ["sink", "routes", "parameters"])
    #expect(shape.value(under: "routes")?.element?.keys.map(\.name) == ["path"])
  }

  @Test(arguments: [
    ValueShape.secret, .condition, .integer(0...9), .choice(["a"]), .text(pattern: nil),
  ])
  func aSingleValueHasNothingInside(shape: ValueShape) {
    #expect(shape.keys.isEmpty)
    #expect(shape.element == nil)
    #expect(shape.value(under: "key") == nil)
  }

  @Test func aListMayBeWrittenAsTheOtherOfTwoForms() {
    let shape = ValueShape.either([.text(pattern: nil), .set(of: .choice(["a", "b"]))])
    guard case .choice(["a", "b"]) = shape.element else {
      Issue.record("the element of the set is lost")
      return
    }
  }
}
