import ExportModel
import TestSupport
import Testing

/// UUIDs as values.
@Suite struct IdentifierTests {
  @Test func everyIdentifierComesBackFromItsTextAndItsBytes() throws {
    var numbers = SeededRandom(seed: 1)
    for _ in 0..<2000 {
      let identifier = numbers.identifier()
      let text = identifier.description
      #expect(Identifier(text) == identifier)
      #expect(Identifier(text.uppercased()) == identifier)
      #expect(Identifier(numbers.mixedCase(text)) == identifier)
      #expect(Identifier(bytes: [9, 9] + identifier.bytes + [9], at: 2) == identifier)
      #expect(Identifier(utf8: Array(text.utf8).span) == identifier)
      #expect(identifier.utf8Text == Array(text.utf8))
      #expect(text.filter { $0 != "-" } == identifier.bytes.map(hexadecimal).joined())
      #expect(text == text.lowercased())
    }
  }

  @Test func identifiersAreOrderedAsTheirTextsAre() {
    var numbers = SeededRandom(seed: 2)
    for _ in 0..<2000 {
      let left = numbers.identifier()
      // Often alike in the first half, so that the second decides.
      let right = Identifier(
        high: Bool.random(using: &numbers) ? left.high : numbers.next(), low: numbers.next())
      #expect((left < right) == (left.description < right.description))
      #expect((left < right) == left.bytes.lexicographicallyPrecedes(right.bytes))
      #expect((left == right) == (left.description == right.description))
    }
  }

  @Test func theGuidesOwnExampleIsOneJob() throws {
    let asked = try #require(JobID("8EB648ab-464b-42A0-ba17-eda703657e33"))
    let answered = try #require(JobID("8eb648ab-464b-42a0-ba17-eda703657e33"))
    #expect(asked == answered)
    #expect(asked.hashValue == answered.hashValue)
    #expect(asked.description == "8eb648ab-464b-42a0-ba17-eda703657e33")
    #expect(
      asked.identifier.bytes == [
        0x8E, 0xB6, 0x48, 0xAB, 0x46, 0x4B, 0x42, 0xA0, 0xBA, 0x17, 0xED, 0xA7, 0x03, 0x65, 0x7E,
        0x33,
      ])
  }

  @Test(arguments: [
    "", "8eb648ab", "8eb648ab464b42a0ba17eda703657e33", "8eb648ab-464b-42a0-ba17-eda703657e3",
    "8eb648ab-464b-42a0-ba17-eda703657e333", "8eb648ab-464b-42a0-ba17-eda703657e3g",
    "8eb648ab-464b-42a0-ba17eda703657e33-", "8eb648a-b464b-42a0-ba17-eda703657e33",
    " 8eb648ab-464b-42a0-ba17-eda703657e33", "8eb648ab-464b-42a0-ba17-eda703657e33\n",
    "{8eb648ab-464b-42a0-ba17-eda703657e33}", "８eb648ab-464b-42a0-ba17-eda703657e33",
    "8eb648ab_464b_42a0_ba17_eda703657e33", "8eb648ab-464b-42a0-ba17-eda703657e33-",
    "+eb648ab-464b-42a0-ba17-eda703657e33",
  ])
  func anythingElseIsNoIdentifier(text: String) {
    #expect(Identifier(text) == nil)
    #expect(JobID(text) == nil)
    #expect(EntryID(text) == nil)
  }

  @Test func atEveryPlaceOnlyItsOwnBytesAreRead() {
    let text = Array("8eb648ab-464b-42a0-ba17-eda703657e33".utf8)
    for place in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[place] = byte
        let digit = byte < 0x80 ? Character(UnicodeScalar(byte)).hexDigitValue : nil
        let isDash = byte == UInt8(ascii: "-")
        let identifier = Identifier(utf8: changed.span)
        #expect((identifier != nil) == ([8, 13, 18, 23].contains(place) ? isDash : digit != nil))
        guard let digit, let identifier else { continue }
        let digits = text[..<place].count { $0 != UInt8(ascii: "-") }
        let read = identifier.bytes[digits / 2] >> (digits % 2 == 0 ? 4 : 0) & 0xF
        #expect(Int(read) == digit, "\(byte) at \(place)")
      }
    }
  }

  @Test func jobAndEntryIDsAreOrderedAsTheirIdentifiers() {
    let (small, large) = (Identifier(high: 1, low: 2), Identifier(high: 1, low: 3))
    #expect(JobID(small) < JobID(large))
    #expect(!(JobID(large) < JobID(small)))
    #expect(EntryID(small) < EntryID(large))
    #expect(!(EntryID(small) < EntryID(small)))
    #expect(EntryID(small).description == "00000000-0000-0001-0000-000000000002")
  }
}

extension SeededRandom {
  mutating func identifier() -> Identifier { Identifier(high: next(), low: next()) }

  mutating func mixedCase(_ text: String) -> String {
    String(
      text.map { letter in
        Bool.random(using: &self) ? Character(letter.uppercased()) : letter
      })
  }
}

/// The two digits of a byte.
private func hexadecimal(_ byte: UInt8) -> String {
  (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
}
