import Diagnostics
import JobFile
import Testing

/// What sinks need of accounting data, and whether the source is asked for it.
@Suite struct DataOfRoutesTests {
  private func findings(_ sink: String, isAsked: Bool) throws -> [String] {
    try load(
      """
      version: 1
      job: nightly
      source:
        pleo:
          environment: sandbox
          export_job: 3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4
          accounting_data: \(isAsked ? "full" : "none")
      routes:
        - sink: { \(sink) }
      """
    ).findings.map { finding in
      let place = finding.span.map { "\($0.start.line):\($0.start.column)" } ?? ""
      return "\(place) \(finding.severity.rawValue): \(finding.message): \(finding.help ?? "")"
    }
  }

  /// The columns would have been empty, and nobody would have known why.
  @Test(arguments: [
    ("csv: { path: ./x, columns: [job_id, accounting_entry_id, data.date] }", 40),
    ("sqlite: { path: ./x, columns: { booked_on: data.date } }", 43),
    ("stdout: { format: csv, columns: [data, job_id, accounting_entry_id] }", 45),
  ])
  func columnsOfDataThatIsNotAskedForAreRefused(sink: String, column: Int) throws {
    #expect(
      try findings(sink, isAsked: false) == [
        "9:\(column) error: this needs accounting data, which the source is not asked for:"
          + " write 'accounting_data: full' under the source, or take it out"
      ])
    #expect(try findings(sink, isAsked: true) == [])
  }

  @Test func aConditionNeedsDataToo() throws {
    let file = """
      version: 1
      job: nightly
      source:
        pleo: { environment: sandbox, export_job: 3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4, accounting_data: full }
      routes:
        - when: data.amount.inWalletCurrency.value >= 100000
          sink: { csv: { path: ./x } }
        - name: rest
          sink: { csv: { path: ./y } }
      """
    #expect(try load(file).findings == [])
    let without = try load(file.replacing(", accounting_data: full", with: ""))
    #expect(
      without.findings.map { "\($0.span?.start.line ?? 0): \($0.message)" }
        == ["6: this needs accounting data, which the source is not asked for"])
  }

  @Test func anOrderByDataIsAUseForIt() throws {
    let file = """
      version: 1
      job: nightly
      source:
        pleo: { environment: sandbox, export_job: 3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4, accounting_data: full }
      order: transaction_date
      routes:
        - sink: { csv: { path: ./x } }
      """
    #expect(try load(file).findings == [])
    let without = try load(file.replacing(", accounting_data: full", with: ""))
    #expect(
      without.findings.map(\.message)
        == ["this needs accounting data, which the source is not asked for"])
  }

  @Test(arguments: ["csv: { path: ./x }", "stdout: { format: csv }"])
  func dataThatNoSinkHasAUseForIsAWarning(sink: String) throws {
    #expect(
      try findings(sink, isAsked: true) == [
        "9:13 warning: no route of the job has a use for accounting data:"
          + " take 'accounting_data: full' out, or give a sink columns that have data"
      ])
    #expect(try findings(sink, isAsked: false) == [])
  }

  @Test(arguments: ["file_queue: { directory: ./q }", "stdout: {}", "sqlite: { path: ./x }"])
  func aSinkThatHandsOnAllOfItHasAUseForIt(sink: String) throws {
    #expect(try findings(sink, isAsked: true) == [])
    #expect(try findings(sink, isAsked: false) == [])
  }

  private static let columns = """
    version: 1
    job: nightly
    source:
      pleo: { environment: sandbox, export_job: 3f0c9a52-7d41-4e8b-9b6e-2a5d10c7e9f4, accounting_data: full }
    order: transaction_date
    routes:
      - sink:
          csv:
            path: ./x
            columns: { Entry: accounting_entry_id, Job (id): job_id, "a: 'b'": data.note, "7": data.date }
      - sink: { sqlite: { path: ./y, columns: { amount: data.amount.inWalletCurrency.value } } }
    """

  /// They were written out as an empty mapping.
  @Test func columnsStayWhereAFileIsWrittenOut() throws {
    let loaded = try load(Self.columns)
    let text = try #require(loaded.completed)
    #expect(text.contains("Entry: accounting_entry_id\n"), "\(text)")
    #expect(text.contains("amount: data.amount.inWalletCurrency.value\n"), "\(text)")
    let again = try load(text)
    #expect(again.findings == [])
    #expect(again.completed == text)
  }

  /// Its name was hidden as if it were a secret.
  @Test func aFieldThatThereIsNotIsShown() throws {
    let loaded = try load(Self.columns.replacing("data.note", with: "data.nope"))
    #expect(loaded.findings.map(\.message) == ["'data.nope' is not a field of an item"])
    #expect(loaded.findings.map(\.help) == ["did you mean 'data.note'?"])
  }
}
