import ExportModel
import JobFile
import JobFileTestSupport
import Testing

/// The sections `failure`, `run` and `observe`, and what routes promise.
struct PolicyTests {
  @Test func everythingThatIsLeftOutHasItsDefault() async throws {
    let definition = try #require(try await load(job()).definition)
    #expect(definition.unmatched == .hold)
    #expect(definition.failure == FailurePolicy())
    #expect(definition.failure.sinkRetry.attempts == 5)
    #expect(definition.failure.sinkRetry.base == .milliseconds(200))
    #expect(definition.failure.sinkRetry.cap == .seconds(10))
    #expect(definition.failure.maxRejected == nil)
    #expect(definition.run.deadline == nil)
    #expect(definition.run.keep == nil)
    #expect(definition.run.shutdownGrace == .seconds(30))
    #expect(definition.run.whenBusy == .fail)
    #expect(definition.observe.log.format == .auto)
    #expect(definition.observe.log.level == .info)
  }

  @Test func everythingCanBeSaid() async throws {
    let loaded = try await load(
      job(
        routes: """
            - { guarantee: at_least_once, sink: { stdout: {} } }
            - { guarantee: exactly_once, sink: { sqlite: { path: ./x } } }
          """,
        more: """
          unmatched: fail
          failure: { sink_retry: { attempts: 2, base: 1s, cap: 3s }, max_rejected: 0 }
          run: { state: ./s, deadline: 20m, shutdown_grace: 5s, when_busy: { wait: 1m }, keep: 90d }
          observe: { log: { format: json, level: warning } }
          """))
    #expect(loaded.findings == "")
    let definition = try #require(loaded.definition)
    #expect(definition.unmatched == .fail)
    #expect(
      definition.failure
        == FailurePolicy(
          sinkRetry: RetryPolicy(attempts: 2, base: .seconds(1), cap: .seconds(3)),
          maxRejected: 0))
    #expect(definition.run.deadline == .seconds(1200))
    #expect(definition.run.keep == .seconds(90 * 86_400))
    #expect(definition.run.shutdownGrace == .seconds(5))
    #expect(definition.run.whenBusy == .wait(.seconds(60)))
    #expect(definition.stateFolder == "\(loaded.folder)/s")
    #expect(definition.observe.log.format == .json)
    #expect(definition.observe.log.level == .warning)
  }

  @Test func whatASinkCannotPromiseIsRefused() async throws {
    try await expect(
      job(
        routes: """
            - { guarantee: exactly_once, sink: { stdout: {} } }
            - { guarantee: at_most_once, sink: { sqlite: { path: ./x } } }
          """),
      findings: """
        job.yaml:8:18: error: sink 'stdout' cannot give exactly_once: the batch that a crash interrupts is delivered again, and this sink shows its items again [routes.guarantee]
            8 |   - { guarantee: exactly_once, sink: { stdout: {} } }
              |                  ^~~~~~~~~~~~
        job.yaml:8:40: note: the sink is here
            8 |   - { guarantee: exactly_once, sink: { stdout: {} } }
              |                                        ^~~~~~
          help: write at_least_once, or use one of: file_queue, sqlite
        job.yaml:9:18: error: 'at_most_once' is not one of exactly_once, at_least_once [settings.choice]
            9 |   - { guarantee: at_most_once, sink: { sqlite: { path: ./x } } }
              |                  ^~~~~~~~~~~~
          help: did you mean 'at_least_once'?
        """)
  }

  @Test func howLongTheLedgerKeepsIsANumberOfDays() async throws {
    for words in ["2160h", "0d", "90", "+9d", "10000d"] {
      try await expect(
        job(more: "run: { keep: \(words) }"),
        findings: """
          job.yaml:9:14: error: '\(words)' is not a number of days [settings.type]
              9 | run: { keep: \(words) }
                |              \("^" + String(repeating: "~", count: words.count - 1))
            help: write from 1d to 9999d, such as 90d
          """)
    }
  }

  @Test func whatIsWrongInASectionIsToldWithItsPlace() async throws {
    try await expect(
      job(
        more: """
          unmatched: drop
          failure: { sink_retry: { attempts: 0, base: 1m, cap: 1s, wait: 1 }, max_reject: 3 }
          run: { deadline: 20, shutdown_grace: none, when_busy: { wait: long, for: me } }
          observe: { log: { format: xml, level: trace } }
          """),
      findings: """
        job.yaml:9:12: error: 'drop' is not one of hold, skip, fail [settings.choice]
            9 | unmatched: drop
              |            ^~~~
          help: use one of: hold, skip, fail
        job.yaml:10:36: error: '0' is not a whole number from 1 to 100 [settings.type]
           10 | failure: { sink_retry: { attempts: 0, base: 1m, cap: 1s, wait: 1 }, max_reject: 3 }
              |                                    ^
          help: write a whole number from 1 to 100, such as 1
        job.yaml:10:58: error: 'wait' is not a setting of 'sink_retry' [settings.unknown]
           10 | failure: { sink_retry: { attempts: 0, base: 1m, cap: 1s, wait: 1 }, max_reject: 3 }
              |                                                          ^~~~
          help: use one of: attempts, base, cap
        job.yaml:10:69: error: 'max_reject' is not a setting of 'failure' [settings.unknown]
           10 | failure: { sink_retry: { attempts: 0, base: 1m, cap: 1s, wait: 1 }, max_reject: 3 }
              |                                                                     ^~~~~~~~~~
          help: did you mean 'max_rejected'?
        job.yaml:11:18: error: '20' is not a duration [settings.type]
           11 | run: { deadline: 20, shutdown_grace: none, when_busy: { wait: long, for: me } }
              |                  ^~
          help: write a duration, such as 30s
        job.yaml:11:38: error: 'none' is not a duration [settings.type]
           11 | run: { deadline: 20, shutdown_grace: none, when_busy: { wait: long, for: me } }
              |                                      ^~~~
          help: write a duration, such as 30s
        job.yaml:11:63: error: 'long' is not a duration [settings.type]
           11 | run: { deadline: 20, shutdown_grace: none, when_busy: { wait: long, for: me } }
              |                                                               ^~~~
          help: write a duration, such as 30s
        job.yaml:11:69: error: 'for' is not a setting of 'when_busy' [settings.unknown]
           11 | run: { deadline: 20, shutdown_grace: none, when_busy: { wait: long, for: me } }
              |                                                                     ^~~
          help: use one of: wait
        job.yaml:12:27: error: 'xml' is not one of auto, text, json [settings.choice]
           12 | observe: { log: { format: xml, level: trace } }
              |                           ^~~
          help: use one of: auto, text, json
        job.yaml:12:39: error: 'trace' is not one of debug, info, warning, error [settings.choice]
           12 | observe: { log: { format: xml, level: trace } }
              |                                       ^~~~~
          help: use one of: debug, info, warning, error
        """)
  }

  @Test func theFirstWaitIsNotLongerThanTheLongest() async throws {
    try await expect(
      job(more: "failure: { sink_retry: { base: 1m, cap: 1s } }"),
      findings: """
        job.yaml:9:32: error: 'base' is longer than 'cap' [settings.conflict]
            9 | failure: { sink_retry: { base: 1m, cap: 1s } }
              |                                ^~
          help: make 'cap' the longest wait
        """)
  }

  @Test(arguments: ["wait", "wait: 30s", "[30s]"])
  func aWaitForAnotherRunHasATime(text: String) async throws {
    let loaded = try await load(job(more: "run:\n  when_busy: \(text)"))
    #expect(loaded.definition == nil)
  }

  @Test func howToWaitForAnotherRunIsToldWhereItIsWrittenOtherwise() async throws {
    try await expect(
      job(more: "run: { when_busy: wait }"),
      findings: """
        job.yaml:9:19: error: 'wait' is not fail or a time to wait [settings.choice]
            9 | run: { when_busy: wait }
              |                   ^~~~
          help: write fail or { wait: 30s }
        """)
  }

  @Test func aMappingIsNeededForASection() async throws {
    try await expect(
      job(more: "failure: strict\nrun: fast\nobserve: []"),
      findings: """
        job.yaml:9:10: error: 'failure' is a mapping, found a value [settings.shape]
            9 | failure: strict
              |          ^~~~~~
          help: write keys under it: sink_retry, max_rejected
        job.yaml:10:6: error: 'run' is a mapping, found a value [settings.shape]
           10 | run: fast
              |      ^~~~
          help: write keys under it: state, access, deadline, shutdown_grace, when_busy, keep
        job.yaml:11:10: error: 'observe' is a mapping, found a list [settings.shape]
           11 | observe: []
              |          ^~
          help: write keys under it: log, metrics, receipts, ping
        """)
  }

  private func expect(
    _ text: String, findings: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let loaded = try await load(text)
    #expect(loaded.definition == nil, sourceLocation: sourceLocation)
    #expect(loaded.findings == findings, sourceLocation: sourceLocation)
  }
}
