import JobFileTestSupport
import Predicates
import Testing

/// Conditions that ask for what an item is.
@Suite struct DataConditionTests {
  private func findings(_ conditions: String...) async throws -> String {
    try await load(job(pleo: "accounting_data: full", routes: routes(when: conditions))).findings
  }

  @Test(arguments: [
    #"data.amount.inWalletCurrency.value >= 100000"#,
    #"data.amount.inWalletCurrency.value < -5"#,
    #"data.amount.inWalletCurrency.value in [1, 2]"#,
    #"data.type == "card_purchase" and data.amount.inWalletCurrency.value >= 100000"#,
    #"data.supplier.name in ["Ada & Co", "Grace"] or data.supplier.name == null"#,
    #"data.date >= "2026-03-01" and data.date < "2026-04-01T00:00:00Z""#,
    #"exists(data.files) and not exists(data.note)"#,
  ])
  func whatCanBeAskedIsTaken(condition: String) async throws {
    #expect(try await findings(condition) == "")
  }

  @Test func whatAFieldCannotHoldIsRefused() async throws {
    let findings = try await findings(
      #"data.amount.inWalletCurrency.value >= "100""#,
      #"data.amount.inWalletCurrency.value >= 100.50"#,
      #"data.amount.inWalletCurrency.value >= 99999999999999999999"#,
      #"data.date < "March""#,
      #"data.date < 2026-03-01"#,
      #"data.type == card_purchase"#,
      #"data.type == 5"#,
      #"data.type < "card_purchase""#,
      #"data.files == "x""#,
      #"data.note in [null]"#,
      #"data.files > 5"#)
    #expect(
      findings == """
        job.yaml:9:50: error: '100' is a text, not a whole number [predicate.type]
            9 |   - when: 'data.amount.inWalletCurrency.value >= "100"'
              |                                                  ^~~~~
          help: write it without quotes: 100
        job.yaml:12:50: error: '100.50' is not a whole number [predicate.type]
           12 |   - when: 'data.amount.inWalletCurrency.value >= 100.50'
              |                                                  ^~~~~~
          help: money is in minor units: 6366 for 63.66
        job.yaml:15:50: error: '99999999999999999999' is more than a number can be [predicate.type]
           15 |   - when: 'data.amount.inWalletCurrency.value >= 99999999999999999999'
              |                                                  ^~~~~~~~~~~~~~~~~~~~
          help: money is in minor units: 6366 for 63.66
        job.yaml:18:24: error: 'March' is not a date [predicate.type]
           18 |   - when: 'data.date < "March"'
              |                        ^~~~~~~
          help: write a day or a moment, such as "2026-03-02" or "2026-03-02T08:15:04Z"
        job.yaml:21:24: error: '2026-03-01' has no quotes [predicate.syntax]
           21 |   - when: 'data.date < 2026-03-01'
              |                        ^~~~~~~~~~
          help: write it in double quotes: "2026-03-01"
        job.yaml:24:25: error: 'card_purchase' has no quotes [predicate.syntax]
           24 |   - when: 'data.type == card_purchase'
              |                         ^~~~~~~~~~~~~
          help: write it in double quotes: "card_purchase"
        job.yaml:27:25: error: '5' is a number, not a text [predicate.type]
           27 |   - when: 'data.type == 5'
              |                         ^
          help: write it in double quotes: "5"
        job.yaml:30:22: error: '<' does not compare texts [predicate.type]
           30 |   - when: 'data.type < "card_purchase"'
              |                      ^
          help: texts have no order: use '==', '!=' or 'in'
        job.yaml:33:26: error: 'x' is not a list or an object [predicate.type]
           33 |   - when: 'data.files == "x"'
              |                          ^~~
          help: nothing of it can be asked but whether it is there: use 'exists(..)'
        job.yaml:36:26: error: 'null' is not allowed in a list [predicate.type]
           36 |   - when: 'data.note in [null]'
              |                          ^~~~
          help: write 'or not exists(data.note)' behind the list
        job.yaml:39:23: error: '>' does not compare lists and objects [predicate.type]
           39 |   - when: 'data.files > 5'
              |                       ^
          help: lists and objects have no order: use 'exists(..)'
        """)
  }

  @Test func aFieldThatItemsDoNotHaveIsRefused() async throws {
    let findings = try await findings(
      #"data.amount.inWalletCurrency.valu == 5"#, #"supplier.name == "x""#, #"data.x == 1"#)
    #expect(
      findings == """
        job.yaml:9:12: error: 'data.amount.inWalletCurrency.valu' is not a field of an item [predicate.field]
            9 |   - when: 'data.amount.inWalletCurrency.valu == 5'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: did you mean 'data.amount.inWalletCurrency.value'?
        job.yaml:12:12: error: 'supplier.name' is not a field of an item [predicate.field]
           12 |   - when: 'supplier.name == "x"'
              |            ^~~~~~~~~~~~~
          help: did you mean 'data.supplier.name'?
        job.yaml:15:12: error: 'data.x' is not a field of an item [predicate.field]
           15 |   - when: 'data.x == 1'
              |            ^~~~~~
          help: use one of: status, entry_id, job_id, or a field of accounting data that 'sluice fields' lists
        """)
  }

  @Test func whatNoItemCanMeetIsSaid() async throws {
    let findings = try await findings(
      #"data.amount.inWalletCurrency.value > 5 and data.amount.inWalletCurrency.value < 5"#,
      #"data.date < "2026-03-01" and data.date > "2026-03-01""#,
      #"data.type == "a" and data.type == "b""#,
      #"exists(data.note) or not exists(data.note)"#)
    #expect(
      findings == """
        job.yaml:9:12: warning: no item can meet this [predicate.constant]
            9 |   - when: 'data.amount.inWalletCurrency.value > 5 and data.amount.inWalletCurrency.value < 5'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:12:12: warning: no item can meet this [predicate.constant]
           12 |   - when: 'data.date < "2026-03-01" and data.date > "2026-03-01"'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:15:12: warning: no item can meet this [predicate.constant]
           15 |   - when: 'data.type == "a" and data.type == "b"'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        job.yaml:18:12: warning: every item meets this [predicate.constant]
           18 |   - when: 'exists(data.note) or not exists(data.note)'
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: correct it, or take it out
        """)
  }
}
