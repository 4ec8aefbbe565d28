import Testing

@testable import PleoSandbox

/// Faults as they are ordered.
@Suite struct SandboxFaultTests {
  @Test func aFaultIsAKindAPlaceAndANumber() throws {
    #expect(try SandboxFault("503") == SandboxFault(.status(503), at: .page(2)))
    #expect(try SandboxFault("cut,at=page:3") == SandboxFault(.cut, at: .page(3)))
    #expect(
      try SandboxFault("401,times=1,at=job") == SandboxFault(.status(401), at: .job, times: 1))
    #expect(try SandboxFault("reset,at=all") == SandboxFault(.reset, at: .everywhere))
    #expect(try SandboxFault("no-scope") == SandboxFault(.noScope, at: .data(1)))
  }

  @Test(arguments: [
    ("", "'' is no fault; 'sluice sandbox --list-faults' lists them"),
    ("200", "'200' is no fault; 'sluice sandbox --list-faults' lists them"),
    ("cutt", "'cutt' is no fault; 'sluice sandbox --list-faults' lists them"),
    ("cut,at=page", "'page' is no place of a fault; write at=all, at=job, at=page:2 or at=data:1"),
    (
      "cut,at=page:0",
      "'page:0' is no place of a fault; write at=all, at=job, at=page:2 or at=data:1"
    ),
    ("cut,times=0", "'0' is no number of times; write times=1"),
    ("cut,page=2", "'page=2' is no part of a fault; write at=page:2 or times=1"),
    ("missing-data,times=1", "'missing-data' is so at every time: take 'at' and 'times' out"),
    ("endless,at=job", "'endless' is about items; write at=page:2, or take 'at' out"),
  ])
  func whatIsNoFaultIsRefused(text: String, message: String) {
    let error = #expect(throws: SandboxFaultError.self) { _ = try SandboxFault(text) }
    #expect(error?.message == message)
  }

  @Test func everyKindHasANameThatIsRead() throws {
    for kind in SandboxFaultKind.named {
      #expect(try SandboxFault(kind.name).kind == kind)
      #expect(!kind.meaning.isEmpty)
    }
    #expect(Set(SandboxFaultKind.named.map(\.name)).count == SandboxFaultKind.named.count)
  }
}
