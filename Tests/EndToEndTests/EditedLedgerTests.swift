import ExportModel
import Foundation
import SQLite
import TestSupport
import Testing

/// A ledger that somebody has edited: no command crashes, hangs, or lets it drive a terminal.
@Suite(.timeLimit(.minutes(15)))
struct EditedLedgerTests {
  /// A column of a table, and what is put into it.
  struct Edit: CustomTestStringConvertible, Sendable {
    let table: String
    let column: String
    let value: String
    var testDescription: String { "\(table).\(column) = \(value.prefix(30))" }
  }

  private static let escapes = "X'1B5B33316D580700C29B316DE280AE0A'"
  private static let integers = [
    "-1", "-9223372036854775808", "9223372036854775807", "4611686018427387904", "1099511627777",
    "256",
  ]
  private static let texts = [
    "''", "CAST(\(escapes) AS TEXT)", "printf('%.70000c', 'x')", "'{}'", "'null'",
  ]
  private static let blobs = ["X''", "zeroblob(16)", "zeroblob(17)"]

  /// Every column of a ledger with each of its values; `SEED` chooses those that are tried.
  private static func edits(of connection: borrowing Connection) throws -> [Edit] {
    var edits: [Edit] = []
    let columns = try connection.prepare(
      """
      SELECT schema.name, info.name, info.type FROM sqlite_schema AS schema
      JOIN pragma_table_info(schema.name) AS info WHERE schema.type = 'table' ORDER BY 1, 2
      """)
    while try columns.step() {
      let values =
        switch columns.text(at: 2) {
        case "INTEGER": integers
        case "TEXT": texts
        default: blobs
        }
      edits += values.map {
        Edit(table: columns.text(at: 0), column: columns.text(at: 1), value: $0)
      }
    }
    return edits
  }

  /// Puts a row into each table that a short run leaves empty.
  private static let rows = """
    INSERT INTO late VALUES (1, 0);
    INSERT INTO reject VALUES (1, 1, 'bad');
    INSERT INTO unlisted SELECT job, 0 FROM job LIMIT 1;
    INSERT INTO choice_block (route, block, choices) VALUES (1, 0, x'0102');
    INSERT INTO without_data SELECT job, 1 FROM job LIMIT 1;
    INSERT INTO job (job, id) VALUES (99, zeroblob(16));
    INSERT INTO previous SELECT job, 0, 'queue', 99 FROM job LIMIT 1;
    INSERT INTO decision (time_ms, who, action, job_id, route, items)
      SELECT 1, 'me', 'settle', id, 'queue', 1 FROM job LIMIT 1;
    INSERT INTO settled VALUES (1, 0, 1);
    INSERT INTO former_terms SELECT route, terms, 1 FROM route;
    INSERT INTO status_change (job, ordinal, time_ms, old, new)
      SELECT job, 0, 1, code, code FROM status LIMIT 1;
    """

  /// `run` and `plan` crashed at a position below zero, `status` at a counter of many digits and at a block
  /// of many, and `explain` and `plan` printed escapes.
  @Test func noValueOfALedgerCrashesACommandOrDrivesATerminal() async throws {
    let job = PleoJob(of: 5)
    try await Site.with(job, routes: [Routes.queue()]) { site in
      #expect(try await site.run().exit == .code(0))
      let state = "\(site.folder)/.sluice/nightly"
      var edits: [Edit] = []
      do {
        let connection = try Connection(path: "\(state)/ledger.sqlite", access: .readWrite)
        try connection.execute(Self.rows)
        _ = try connection.text("PRAGMA wal_checkpoint(TRUNCATE)")
        edits = try Self.edits(of: connection)
      }
      #expect(edits.count > 300)
      try FileManager.default.copyItem(atPath: state, toPath: "\(site.folder)/whole")
      let seed = Seeds.all(1)[0]
      // A seventh of them in each run of the tests, and the worst ones always.
      let worst = ["position", "started_ms", "duration_ms", "who", "ended", "failure", "block"]
      let chosen = edits.enumerated().filter { index, edit in
        index % 7 == seed % 7 || worst.contains(edit.column)
      }
      for (_, edit) in chosen {
        try FileManager.default.removeItem(atPath: state)
        try FileManager.default.copyItem(atPath: "\(site.folder)/whole", toPath: state)
        do {
          let connection = try Connection(path: "\(state)/ledger.sqlite", access: .readWrite)
          try connection.execute("PRAGMA ignore_check_constraints = ON")
          // Keys and types that SQLite itself keeps are no edit that can be made.
          guard
            (try? connection.execute(
              "UPDATE \(edit.table) SET \(edit.column) = \(edit.value)")) != nil
          else { continue }
        }
        try await expectCalm(site, edit, job)
      }
    }
  }

  private func expectCalm(_ site: Site, _ edit: Edit, _ job: PleoJob) async throws {
    let entry = job.work.first?.description ?? ""
    let ended = try await site.sluice.run(
      shell: """
        for command in status plan items "explain ENTRY" "state show" run; do
          set -- $command
          case $1 in
            explain) timeout 60 "$SLUICE" explain job.yaml \(entry) ;;
            state) timeout 60 "$SLUICE" state job.yaml show ;;
            *) timeout 60 "$SLUICE" $1 job.yaml ;;
          esac
          echo "ended $1 $?"
        done
        """)
    let codes = ended.lines.filter { $0.hasPrefix("ended ") }
    #expect(codes.count == 6)
    for code in codes {
      let number = Int32(code.split(separator: " ").last ?? "") ?? -1
      #expect(
        [0, 65, 66, 74, 75, 77].contains(number),
        "\(edit.testDescription): \(code)\n\(ended.stderr)")
    }
    for scalar in (ended.stdout + ended.stderr).unicodeScalars
    where scalar != "\n" && scalar != "\t" {
      let category = scalar.properties.generalCategory
      let isHarmless = category != .control && category != .format
      #expect(isHarmless, "\(edit.testDescription): U+\(String(scalar.value, radix: 16))")
      if !isHarmless { break }
    }
  }

  @Test(arguments: [
    ("UPDATE route SET position = -1", "route 'queue' has 'position' -1"),
    (
      "UPDATE run SET duration_ms = 9223372036854775807",
      "run 1 has 'duration_ms' 9223372036854775807"
    ),
    ("UPDATE run_route SET outstanding = -5", "run 1 has 'outstanding' -5"),
    ("UPDATE route SET seen = 7", "route 'queue' is past the last item of job \(PleoJob.sampleID)"),
  ])
  func aValueThatCannotBeIsReportedWithItsPlace(edit: String, words: String) async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      #expect(try await site.run().exit == .code(0))
      let path = "\(site.folder)/.sluice/nightly/ledger.sqlite"
      do {
        let connection = try Connection(path: path, access: .readWrite)
        #expect(throws: SQLiteError.self) {
          try connection.execute("UPDATE route SET position = -1")
        }
        try connection.execute("PRAGMA ignore_check_constraints = ON; \(edit)")
      }
      let ended = try await site.sluice.run("status", "job.yaml")
      #expect(ended.exit == .code(74))
      #expect(ended.notes.first?.contains("the ledger \(path)") == true, "\(ended.notes)")
      #expect(ended.notes.first?.contains(words) == true, "\(ended.notes)")
    }
  }

  /// A view in the place of a table had rows without an end, and so had a trigger.
  @Test(arguments: [
    (
      """
      ALTER TABLE unlisted RENAME TO aside;
      CREATE VIEW unlisted AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
        SELECT 1 AS job, n AS ordinal FROM r WHERE n < 0
      """, "it has a 'aside' that sluice did not make"
    ),
    (
      """
      CREATE TRIGGER endless BEFORE INSERT ON definition BEGIN
        INSERT INTO run_route WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
          SELECT n, n, n, n, n, n, n, n, n FROM r WHERE n < 0;
      END
      """, "it has a 'endless' that sluice did not make"
    ),
    ("DROP TABLE settled", "it has no 'settled'"),
    ("CREATE INDEX own ON item_block (block)", "it has a 'own' that sluice did not make"),
  ])
  func aLedgerWithOtherTablesIsDamaged(edit: String, words: String) async throws {
    try await Site.with(PleoJob(of: 5), routes: [Routes.queue()]) { site in
      #expect(try await site.run().exit == .code(0))
      do {
        let connection = try Connection(
          path: "\(site.folder)/.sluice/nightly/ledger.sqlite", access: .readWrite)
        try connection.execute(edit)
      }
      for command in ["status", "plan", "items", "run", "check --live", "state"] {
        let line = command == "state" ? "state job.yaml show" : "\(command) job.yaml"
        let ended = try await site.sluice.run(shell: "timeout 60 \"$SLUICE\" \(line)")
        #expect(ended.exit == .code(74), "\(command): \(ended.stderr)")
        #expect(ended.stderr.contains(words), "\(command): \(ended.stderr)")
      }
    }
  }
}
