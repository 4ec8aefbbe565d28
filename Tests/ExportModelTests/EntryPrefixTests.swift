import ExportModel
import Testing

@Suite struct EntryPrefixTests {
  private let ids = [
    "0c76ea71-aaaa-4ece-bb68-e1166ccaea04", "0c76ea71-aaaa-4ece-bb68-e1166ccaea05",
    "0c76ea72-0000-4ece-bb68-e1166ccaea04",
  ].compactMap { EntryID($0) }

  @Test(arguments: [
    ("0c76ea", [0, 1, 2]), ("0C76EA7", [0, 1, 2]), ("0c76ea71", [0, 1]), ("0c76ea71-a", [0, 1]),
    ("0c76ea71aaaa4ece", [0, 1]), ("0c76ea71-aaaa-4ece-bb68-e1166ccaea05", [1]),
    ("0C76EA71-AAAA-4ECE-BB68-E1166CCAEA04", [0]), ("0c76eb", []),
  ])
  func itFindsTheItemsThatBeginSo(text: String, ordinals: [Int]) throws {
    #expect(try #require(EntryPrefix(text)).ordinals(in: ids) == ordinals)
  }

  @Test(arguments: [
    "", "0c76e", "0c-76-e", "nobody", "0c76eg", "0c76ea71-aaaa-4ece-bb68-e1166ccaea040", "0c76eé",
  ])
  func whatIsNoBeginningOfAnIdIsNone(text: String) {
    #expect(EntryPrefix(text) == nil)
  }
}
