import Foundation
import JSONReader
import TestSupport
import Testing

/// A text is JSON to its last byte or it is refused.
struct JSONDocumentTests {
  private let document = JSONDocument()

  @Test func aTextIsReadInPlaceOfTheOneBefore() throws {
    #expect(try document.read(Array("[1]".utf8)).elements.map { $0.map(\.kind) } == [.integer(1)])
    let long = "[" + Array(repeating: "\"0123456789\"", count: 50_000).joined(separator: ",") + "]"
    let list = try document.read(Array(long.utf8))
    #expect(list.elements?.allSatisfy { $0.text == "0123456789" } == true)
    #expect(list.elements.map { $0.reduce(0) { count, _ in count + 1 } } == 50_000)
    #expect(throws: JSONFault.self) { try document.read([]) }
    #expect(try document.read(Array("null".utf8)).isNull)
  }

  @Test func fiveHundredAndTwelveLevelsAreReadAndNoMore() throws {
    let levels = { (count: Int) in
      Array((String(repeating: "[", count: count) + String(repeating: "]", count: count)).utf8)
    }
    _ = try document.read(levels(512))
    let fault = #expect(throws: JSONFault.self) { try document.read(levels(513)) }
    #expect(fault?.problem == .tooDeep)
  }

  /// What simdjson refuses has a place, and what it accepts has none.
  @Test(arguments: 0..<40)
  func aMutatedTextIsRefusedExactlyWhereAFaultIsFound(seed: Int) {
    var random = SeededRandom(seed: seed)
    for _ in 0..<250 {
      let text = mutated(&random)
      let isRead = (try? document.read(text)) != nil
      let fault = JSONFault.first(in: text)
      #expect(
        isRead == (fault == nil),
        "seed \(seed): \(String(decoding: text, as: UTF8.self)): \(String(describing: fault))")
    }
  }

  /// Where Foundation's decoder is strict, it is strict in the same way: what is read here, it reads.
  @Test(arguments: 0..<20)
  func whatIsReadFoundationReadsAsTheSame(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<100 {
      let text = mutated(&random)
      guard let root = try? document.read(text) else { continue }
      let value = try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
      #expect(same(root, value), "seed \(seed): \(String(decoding: text, as: UTF8.self))")
    }
  }

  /// Cases that no one here wrote; a file whose name begins with `i_` may be either.
  @Test(
    .enabled(if: Corpus.isThere, "../shared/corpora/json is not there"), arguments: [false, true])
  func theCorpusIsAcceptedAndRefusedAsItsNamesSay(isInsideAnItem: Bool) throws {
    let (before, after) = isInsideAnItem ? (#"{"data": [{"x": "#, "}]}") : ("", "")
    for (name, text) in try Corpus.texts() {
      let isRead = (try? document.read(Array(before.utf8) + text + Array(after.utf8))) != nil
      if name.hasPrefix("y_") { #expect(isRead, "\(name)") }
      if name.hasPrefix("n_") { #expect(!isRead, "\(name)") }
    }
  }

  private static let texts = [
    #"{"data": [{"a": "é\n\u00e9\ud83d\ude00", "b": [1, -2.5e+3, 0, 1E2, true, false, null]}]}"#,
    #"[[], {}, "", "\\\"\/", 12345678901234567, 0.1, {"k": {"k": []}}]"#, #""text""#, "-0.0e-1",
  ]

  /// A text with a few bytes changed, added or taken out, mostly ones that mean something in JSON.
  private func mutated(_ random: inout SeededRandom) -> [UInt8] {
    var text = Array(Self.texts[Int.random(in: Self.texts.indices, using: &random)].utf8)
    let pieces = Array("{}[],:\"\\/0123456789.eE+-utfn \u{1}é\u{FF}".utf8) + [0xC0, 0xED, 0xFF]
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let place = Int.random(in: 0..<text.count, using: &random)
      let piece = pieces[Int.random(in: pieces.indices, using: &random)]
      switch Int.random(in: 0..<3, using: &random) {
      case 0: text[place] = piece
      case 1: text.insert(piece, at: place)
      default: if text.count > 1 { text.remove(at: place) }
      }
    }
    return text
  }

  private func same(_ value: JSONValue, _ other: Any) -> Bool {
    switch value.kind {
    case .null: other is NSNull
    case .boolean(let boolean): other as? Bool == boolean
    case .integer(let integer): (other as? NSNumber)?.intValue == integer
    case .number(let number): (other as? NSNumber)?.doubleValue == number
    case .text(let text): other as? String == text
    case .list:
      (other as? [Any]).map { others in
        let elements = value.elements.map(Array.init) ?? []
        return elements.count == others.count && zip(elements, others).allSatisfy { same($0, $1) }
      } ?? false
    case .object: other is [String: Any]
    }
  }
}

/// The texts of JSONTestSuite that are beside the project.
private enum Corpus {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../../../shared/corpora/json").standardized

  static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

  static func texts() throws -> [(name: String, text: [UInt8])] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
    }
  }
}
