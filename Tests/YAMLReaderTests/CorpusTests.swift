import Diagnostics
import Foundation
import Settings
import Testing

/// The official YAML test suite, read from beside the package.
@Suite(.enabled(if: Corpus.isThere, "../shared/corpora/yaml is not there"))
struct CorpusTests {
  /// Valid YAML that libyaml refuses, and why.
  static let refusedThoughValid: [String: String] = [
    "2SXE": "a ':' in an anchor's name", "8XYN": "an emoji as an anchor's name",
    "W5VH": "a ':' in an alias's name", "4MUZ-02": "a ':' on the line after its key",
    "5MUD": "a ':' on the line after its key", "NJ66": "a key over two lines in braces",
    "VJP3-01": "a key over two lines in braces", "58MP": "a text that begins with ':'",
    "6BCT": "a tab before a key", "96NN-00": "a tab as indentation of a text",
    "A2M4": "a tab after '-'", "DK95-00": "a tab after spaces",
    "DK95-03": "a line of blanks and a tab",
    "DK95-04": "a line with only a tab", "R4YG": "a tab at the beginning of a text",
    "Y79Y-010": "a tab after '-'", "6LVF": "an unknown directive", "BEC7": "YAML 1.3",
    "7Z25": "'...' before a document without '---'", "DK3J": "a text that is not indented",
    "FP8R": "a text that is not indented", "QT73": "only '...'", "W4TN": "a '%' in a text",
  ]

  /// What a parser must refuse and libyaml takes, and why.
  static let acceptedThoughWrong: [String: String] = [
    "G5U8": "a '-' as a value in brackets", "SU5Z": "a comment glued to a value",
    "YJV2": "a '-' as a value in brackets",
  ]

  /// What libyaml reads otherwise than the suite says, and why.
  static let readOtherwise: [String: String] = [
    "JEF9-02": "a line of blanks without a newline at the end of the file"
  ]

  @Test(arguments: Corpus.names)
  func everyCaseIsReadOrRefusedWithAPlace(name: String) throws {
    let bytes = try Corpus.bytes(name)
    let reading = Reading(bytes: bytes)
    #expect((reading.root == nil) == !reading.findings.isEmpty)
    for finding in reading.findings {
      #expect(isInside(finding, String(decoding: bytes, as: UTF8.self)), "\(finding)")
    }
  }

  @Test(arguments: Corpus.names(with: "error"))
  func whatAParserMustRefuseIsRefused(name: String) throws {
    let isRefused = try Reading(bytes: Corpus.bytes(name)).root == nil
    #expect(isRefused == (Self.acceptedThoughWrong[name] == nil))
  }

  @Test(arguments: Corpus.names(with: "json"))
  func whatIsReadIsWhatTheSuiteSays(name: String) throws {
    let reading = try Reading(bytes: Corpus.bytes(name))
    if let root = reading.root {
      let expected = try JSONDecoder().decode(JSONValue.self, from: Data(Corpus.json(name)))
      #expect(
        expected.matches(root) == (Self.readOtherwise[name] == nil),
        "\(reading.tree) is not \(expected)")
    }
    let isSyntax = reading.findings.contains { $0.id == "yaml.syntax" }
    #expect(isSyntax == (Self.refusedThoughValid[name] != nil), "\(reading.messages)")
  }
}

/// The files of the suite.
enum Corpus {
  private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/corpora/yaml")

  private static let files: [URL] =
    (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil))
    ?? []

  static var isThere: Bool { !files.isEmpty }
  static var names: [String] { names(with: "yaml") }

  static func names(with ending: String) -> [String] {
    files.filter { $0.pathExtension == ending }.map { $0.deletingPathExtension().lastPathComponent }
      .sorted()
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: folder.appending(path: "\(name).yaml")))
  }

  static func json(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: folder.appending(path: "\(name).json")))
  }
}

/// A JSON value, to compare a tree with.
enum JSONValue: Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = try .object(value.decode([String: JSONValue].self))
    }
  }

  /// Whether a tree says the same; what JSON has a type for is without quotes in the tree.
  func matches(_ node: Node) -> Bool {
    switch (self, node.content) {
    case (.string(let text), .scalar(let scalar)): text == scalar.text
    case (.null, .scalar(let scalar)): scalar.isPlain && ["", "~", "null"].contains(scalar.text)
    case (.bool(let bool), .scalar(let scalar)): scalar.isPlain && scalar.text == "\(bool)"
    case (.number(let number), .scalar(let scalar)):
      scalar.isPlain && Double(scalar.text) == number
    case (.array(let values), .sequence(let nodes)):
      values.count == nodes.count && zip(values, nodes).allSatisfy { $0.matches($1) }
    case (.object(let values), .mapping(let entries)):
      values.count == entries.count
        && entries.allSatisfy { values[$0.key]?.matches($0.value) ?? false }
    default: false
    }
  }
}
