import Foundation
import Testing

@testable import PleoSource

struct RedactionTests {
  @Test func theTokenAndItsPartsAreHidden() {
    let redaction = Redaction(token: "abcdefghij-KLMNOP")
    #expect(redaction.harmless("x abcdefghij-klmnop y", limit: 80) == "x ‹secret› y")
    #expect(redaction.harmless("abcdefgh", limit: 80) == "‹secret›")
    #expect(redaction.harmless("abcdefg", limit: 80) == "abcdefg")
    #expect(redaction.harmless("defghij-KL.cdefghij", limit: 80) == "‹secret›.‹secret›")
    #expect(redaction.harmless("abcd\u{200B}efghij", limit: 80) == "‹secret›")
  }

  /// As an API, or a proxy before it, may give back what it was sent.
  @Test func formsOfTheTokenAreHidden() {
    let token = "pA7/x+Q2.kZ9_w4-Rt8~mN1vB6"
    let redaction = Redaction(token: token)
    let hexadecimal = token.utf8.map { String($0, radix: 16) }.joined()
    func escaped(_ escape: (String) -> String) -> String {
      token.utf8.map { escape(String($0, radix: 16)) }.joined()
    }
    let forms: [String] = [
      Data(token.utf8).base64EncodedString(), Data("me:\(token)".utf8).base64EncodedString(),
      Data("you:\(token):x".utf8).base64EncodedString(),
      Data(token.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_"),
      hexadecimal, hexadecimal.uppercased(), String(token.reversed()),
      token.utf8.map { "%" + String($0, radix: 16) }.joined(),
      token.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "",
      token.map(String.init).joined(separator: " "),
      "type \(token.prefix(10)) and \(token.dropFirst(10))",
      "\(token.prefix(6)): \(token.dropFirst(6).prefix(6)) | \(token.dropFirst(12))",
      token.replacing("/", with: "\\/"), token.replacing("+", with: "\\u002b"),
      token.replacing("+", with: "&#43;").replacing("/", with: "&#x2F;"),
    ]
    let escapes = ["0xHH ", "\\xHH", "\\u00HH", "&#xHH;", "%25HH", "\\\\u00HH"].map { escape in
      escaped { escape.replacing("HH", with: $0) }
    }
    let decimal = escaped { "&#\(Int($0, radix: 16) ?? 0);" }
    for form in forms + escapes + [decimal] {
      #expect(redaction.finds(in: form), "\(form)")
      let shown = redaction.harmless(form, limit: 400)
      #expect(shown.contains("‹secret›"), "\(form): \(shown)")
      // What the encoding adds around it may stay, and so may one part that is too short.
      let rest = shown.replacing("‹secret›", with: "").filter { $0.isLetter || $0.isNumber }
      #expect(rest.count <= 16, "\(form): \(shown)")
    }
    for harmless in ["unauthorized: the token is invalid", "3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4"] {
      #expect(redaction.harmless(harmless, limit: 400) == harmless)
    }
  }

  @Test func aShortTokenIsHiddenWhole() {
    #expect(Redaction(token: "abc").harmless("xabcx", limit: 80) == "x‹secret›x")
    #expect(Redaction(token: "").harmless("abc", limit: 80) == "abc")
    #expect(Redaction(token: nil).harmless("abc", limit: 80) == "abc")
  }

  @Test func aTokenIsHiddenBeforeTheTextIsCut() {
    let shown = Redaction(token: "abcdefghij").harmless("1234 abcdefghij", limit: 8)
    #expect(shown == "1234 ‹se…")
  }

  @Test func nothingThatMovesTheCursorIsLeft() {
    let text = "a\u{1B}[2J\r\nb\u{9B}c\u{202E}d\u{2028}e\u{FEFF}"
    #expect(Redaction(token: nil).harmless(text, limit: 80) == "a[2Jbcde")
  }
}
