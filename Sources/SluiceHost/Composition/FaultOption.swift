import ArgumentParser
import PleoSandbox

/// What a sandbox is to do wrong.
struct FaultOption: ParsableArguments {
  @Option(
    name: .customLong("fault"),
    help: ArgumentHelp(
      "Do something wrong, such as 503, cut,at=page:3 or retry-after,at=job,times=1; give it once for each. 'sluice sandbox "
        + "--list-faults' lists what there is.", valueName: "fault"))
  var texts: [String] = []

  /// The faults, read.
  var faults: [SandboxFault] {
    get throws {
      try texts.map { text in
        do throws(SandboxFaultError) { return try SandboxFault(text) } catch {
          throw ValidationError(error.message)
        }
      }
    }
  }

  func validate() throws { _ = try faults }

  /// The faults that there are, for a person.
  static var list: String {
    let rows =
      [["400 … 599", "an error with that status, in Pleo's form"]]
      + SandboxFaultKind.named.map { [$0.name, $0.meaning] }
    return """
      A fault is a kind, where it happens and how often: KIND[,at=PLACE][,times=N]
      A place is all, job, page:N (a page of items) or data:N (a page of accounting data).
      Without a place it is page:2, or data:1 for a fault of that; without a number, every time.

      \(TextTable.lines(rows).joined(separator: "\n"))
      """
  }
}
