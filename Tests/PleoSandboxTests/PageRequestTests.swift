import Testing

@testable import PleoSandbox

/// What the query of a request asks for.
struct PageRequestTests {
  @Test func nothingAsksForTheFirstPageOfEverything() throws {
    for query in [nil, ""] {
      let request = try PageRequest(query: query)
      #expect(request.start == .beginning)
      #expect(request.limit == nil)
      #expect(request.status == nil)
    }
  }

  @Test(arguments: [
    ("after=a%3D%7E", PageRequest.Start.after("a=~")), ("before=x", .before("x")),
    ("offset=12", .offset(12)), ("after=%C3%A9", .after("é")),
  ])
  func aPageBeginsWhereTheQuerySays(query: String, start: PageRequest.Start) throws {
    let request = try PageRequest(query: "limit=5&\(query)&status=pending")
    #expect(request.start == start)
    #expect(request.limit == 5)
    #expect(request.status == .pending)
  }

  @Test(arguments: [
    "limit=1&limit=2", "after=a&offset=1", "after=a=", "after=%", "after=%4", "after=%zz",
    "limit=-1", "limit=+1", "limit=", "limit=2147483648", "status=Pending", "afterr=a",
    "offset=1.0",
    "offset=99999999999999999999",
  ])
  func aClientsMistakeIsRefusedAndNotPassedOver(query: String) {
    #expect(throws: SandboxErrorResponse.self) { _ = try PageRequest(query: query) }
  }
}
