import Diagnostics
import ExportModel
import Foundation
import JobFile
import JobFileTestSupport
import PageSourceKit
import TestSupport
import Testing

@testable import PleoSource

/// The tests in a file (`config/README.md`, `tests[]`).
struct TestSectionTests {
  /// The tests of the specification.
  static let specified = """
    tests:
      - name: the last page has a cursor too
        pages:
          - { items: [ { entry_id: b, status: pending }, { entry_id: c, status: failed } ], next: c1 }
          - { items: [ { entry_id: a, status: pending } ] }
        expect:
          intake: [ a, b ]            # what the route received, in order
          not_processed: [ c ]
      - name: killed while delivering, run again
        pages: the last page has a cursor too
        crash: after delivering batch 1 to intake
        expect: { intake: [ a, b ], delivered_twice: [] }
    """
  private static let intake = "  - { name: intake, sink: { stdout: {} } }"

  @Test func theTestsOfTheSpecificationAreRead() async throws {
    let loaded = try await load(job(routes: Self.intake, more: Self.specified))
    #expect(loaded.findings == "")
    let tests = try #require(loaded.definition?.tests)
    let intake = try #require(Name("intake"))
    #expect(
      tests.map(\.name)
        == ["the last page has a cursor too", "killed while delivering, run again"])
    #expect(tests[0].pages.map { $0.items.map(\.entry.name) } == [["b", "c"], ["a"]])
    #expect(tests[0].pages.map { $0.items.map(\.status) } == [[.pending, .failed], [.pending]])
    #expect(tests[0].pages.map(\.cursor) == [Cursor("c1"), nil])
    #expect(tests[0].crash == nil)
    #expect(tests[0].expectations.map(\.subject) == [.received(intake), .notProcessed])
    #expect(tests[0].expectations.map { $0.entries.map(\.name) } == [["a", "b"], ["c"]])
    #expect(tests[1].pages == tests[0].pages)
    #expect(tests[1].crash == .afterDelivering(batch: 1, route: intake))
    #expect(tests[1].expectations.map(\.subject) == [.received(intake), .deliveredTwice])
    #expect(tests[1].span.start.line == 17)
  }

  @Test(arguments: [
    "after retrieving", "after storing", "after delivering batch 12 to intake",
    "after recording batch 1 to intake",
  ])
  func everyPlaceToDieAtIsReadAndWrittenAlike(place: String) async throws {
    let loaded = try await load(job(routes: Self.intake, more: test("crash: \(place)")))
    #expect(loaded.findings == "")
    #expect(loaded.definition?.tests.first?.crash?.description == place)
  }

  @Test func shortIdsBecomeIdsThatSortAsTheyDo() async throws {
    let names = ["0", "a", "a-1", "a1", "aa", "b", "entry_16_letters", "z"]
    let items = names.map { "{ entry_id: \($0), status: pending }" }.joined(separator: ", ")
    let loaded = try await load(
      job(
        routes: Self.intake,
        more: """
          tests:
            - name: t
              pages: [ { items: [ \(items) ] } ]
              expect: { delivered_twice: [] }
          """))
    let test = try #require(loaded.definition?.tests.first)
    let ids = test.pages.flatMap { $0.items.map(\.entry.id) }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == names.count)
    #expect(ids[1].description == "61000000-0000-0000-0000-000000000000")
  }

  @Test func aWholeUUIDStandsForItself() async throws {
    let id = "0C76EA71-aaaa-4ece-bb68-e1166ccaea04"
    let loaded = try await load(
      job(
        routes: Self.intake,
        more: """
          tests:
            - name: t
              pages: [ { items: [ { entry_id: \(id), status: on_the_moon } ] } ]
              expect: { not_processed: [ \(id) ] }
          """))
    let item = try #require(loaded.definition?.tests.first?.pages.first?.items.first)
    #expect(item.entry.id == EntryID(id))
    #expect(item.status == ItemStatus("on_the_moon"))
  }

  @Test func mistakesAreAllTold() async throws {
    let loaded = try await load(
      job(
        routes: Self.intake,
        more: """
          tests:
            - name: a
              pages:
                - { items: [ { entry_id: abc, status: pending }, { entry_id: A, status: "" } ] }
              expect: { intak: [] }
            - name: a
              pages: b
              crash: before storing
              expect: { intake: abc }
            - name: c
              pages: []
              crash: after storing batch 1 to intake
              expect: {}
            - name: d
              pages:
                - { items: [ { entry_id: abc, status: pending } ], next: x }
                - { item: [], next: x }
              crash: after delivering batch 1 to books
              expect: { intake: [ abd ] }
            - name: e
              pages: [ { items: [ { entry_id: abc, status: pending } ] } ]
              expect: { intake: [ abd ] }
          """))
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:12:68: error: 'A' is not a short id or a UUID [settings.type]
           12 |       - { items: [ { entry_id: abc, status: pending }, { entry_id: A, status: "" } ] }
              |                                                                    ^
          help: write at most 16 small letters, digits, dashes and underscores, or a UUID, such as a
        job.yaml:12:79: error: '' is not a status [settings.type]
           12 |       - { items: [ { entry_id: abc, status: pending }, { entry_id: A, status: "" } ] }
              |                                                                               ^~
          help: write a status, such as pending
        job.yaml:13:15: error: 'intak' is not a setting of 'expect' [settings.unknown]
           13 |     expect: { intak: [] }
              |               ^~~~~
          help: did you mean 'intake'?
        job.yaml:14:11: error: two tests are called 'a' [tests.name]
           14 |   - name: a
              |           ^
        job.yaml:10:11: note: first used here
           10 |   - name: a
              |           ^
          help: give each test a name of its own
        job.yaml:15:12: error: no earlier test is called 'b' [tests.pages]
           15 |     pages: b
              |            ^
          help: use one of: a
        job.yaml:16:12: error: 'before storing' is not a place in a run [settings.type]
           16 |     crash: before storing
              |            ^~~~~~~~~~~~~~
          help: write after retrieving, after storing, after delivering batch 1 to a route or after recording batch 1 to a route, such as after delivering batch 1 to intake
        job.yaml:17:23: error: 'intake' is a list of items, found a value [settings.type]
           17 |     expect: { intake: abc }
              |                       ^~~
          help: write a list of ids, such as [a, b]; [] expects none
        job.yaml:19:12: error: 'pages' is a list of pages or the name of an earlier test, found an empty one [settings.type]
           19 |     pages: []
              |            ^~
          help: write a list, such as [{ items: [] }]
        job.yaml:20:12: error: 'after storing batch 1 to intake' is not a place in a run [settings.type]
           20 |     crash: after storing batch 1 to intake
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: write after retrieving, after storing, after delivering batch 1 to a route or after recording batch 1 to a route, such as after delivering batch 1 to intake
        job.yaml:21:13: error: 'expect' expects nothing [settings.shape]
           21 |     expect: {}
              |             ^~
          help: write what a route is to receive, or not_processed, delivered_twice
        job.yaml:25:9: error: a page needs 'items' [settings.missing]
           25 |       - { item: [], next: x }
              |         ^~~~~~~~~~~~~~~~~~~~~
          help: add 'items:'
        job.yaml:25:11: error: 'item' is not a setting of a page [settings.unknown]
           25 |       - { item: [], next: x }
              |           ^~~~
          help: did you mean 'items'?
        job.yaml:25:27: error: two pages give the cursor 'x' [tests.cursor]
           25 |       - { item: [], next: x }
              |                           ^
        job.yaml:24:64: note: first given here
           24 |       - { items: [ { entry_id: abc, status: pending } ], next: x }
              |                                                                ^
          help: give each page a cursor of its own, or take 'next' out
        job.yaml:26:12: error: no route is called 'books' [tests.route]
           26 |     crash: after delivering batch 1 to books
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          help: use one of: intake
        job.yaml:30:25: error: 'abd' is not an item of the test's pages [tests.entry]
           30 |     expect: { intake: [ abd ] }
              |                         ^~~
          help: did you mean 'abc'?
        """)
  }

  @Test func whatAnItemIsBecomesJSON() async throws {
    let data =
      #"{ date: 2026-03-02, n: 12, rate: 0.20, big: 123456789012345678901, t: "12", b: true, no: no, "#
      + #"x: null, nothing: , l: [1, "a\"b", {}], o: { k: 'v', 007: 007 } }"#
    let loaded = try await load(
      job(
        pleo: "accounting_data: full",
        more: """
          tests:
            - name: a
              pages: [ { items: [ { entry_id: a, status: pending, data: \(data) } ] } ]
              expect: { stdout: [ a ] }
          """))
    let item = try #require(loaded.definition?.tests.first?.pages.first?.items.first)
    guard case .object(let json, let date) = item.data else {
      Issue.record("the item has \(item.data)")
      return
    }
    #expect(date == "2026-03-02")
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"date":"2026-03-02","n":12,"rate":0.20,"big":123456789012345678901,"t":"12","b":true,"#
        + #""no":"no","x":null,"nothing":null,"l":[1,"a\"b",{}],"o":{"k":"v","007":"007"}}"#)
  }

  @Test func dataOfATestIsAMappingAndNeedsToBeAskedFor() async throws {
    let test = { (data: String) in
      """
      tests:
        - name: a
          pages: [ { items: [ { entry_id: a, status: pending, data: \(data) } ] } ]
          expect: { stdout: [ a ] }
      """
    }
    let list = try await load(job(pleo: "accounting_data: full", more: test("[1]")))
    #expect(list.findings.contains("'data' is a mapping, found a list [settings.shape]"))
    let twice = try await load(job(pleo: "accounting_data: full", more: test("{ a: 1, a: 2 }")))
    #expect(twice.findings.contains("'a' is given twice [settings.repeated]"))
    for data in ["{}", "null"] {
      let unasked = try await load(job(more: test(data)))
      #expect(
        unasked.findings.contains(
          "error: this needs accounting data, which the source is not asked for [source.data]"))
    }
    let missing = try await load(job(pleo: "accounting_data: full", more: test("null")))
    #expect(missing.definition?.tests.first?.pages.first?.items.first?.data == .missing)
  }

  /// The test failed with the words of the API's date, and without a line of the file.
  @Test func aDateOfATestIsWrittenAsTheAPIWritesIt() async throws {
    let loaded = try await load(
      job(
        pleo: "accounting_data: full",
        more: """
          tests:
            - name: a
              pages: [ { items: [ { entry_id: a, status: pending, data: { date: 02.03.2026 } } ] } ]
              expect: { stdout: [ a ] }
          """))
    #expect(
      loaded.findings.contains(
        """
        '02.03.2026' is not a date [tests.date]
           12 |     pages: [ { items: [ { entry_id: a, status: pending, data: { date: 02.03.2026 } } ] } ]
              |                                                                       ^~~~~~~~~~
          help: write it as the API does, such as 2026-03-02 or 2026-03-02T08:15:04Z
        """), "\(loaded.findings)")
  }

  @Test(arguments: [("tests: []", "an empty one"), ("tests: {}", "a mapping")])
  func testsAreAList(text: String, found: String) async throws {
    let loaded = try await load(job(more: text))
    #expect(
      loaded.findings == """
        job.yaml:9:8: error: 'tests' is a list of tests, found \(found) [settings.type]
            9 | \(text)
              |        ^~
          help: begin each test with a dash and its name: - name: the last page has a cursor too
        """)
  }

  @Test func mistakesInRoutesAreNotToldAgainByTheTests() async throws {
    let loaded = try await load(
      job(routes: "  - { name: In take, sink: { stdout: {} } }", more: test()))
    #expect(loaded.file.findings.map(\.id) == ["settings.type"])
  }

  private func test(_ line: String = "expect: { intake: [] }") -> String {
    """
    tests:
      - name: t
        pages: [ { items: [] } ]
        \(line)
        \(line.hasPrefix("expect") ? "" : "expect: { intake: [] }")
    """
  }
}
