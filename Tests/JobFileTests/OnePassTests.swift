import JobFileTestSupport
import Testing

/// All that is wrong is reported at once.
struct OnePassTests {
  @Test func manyMistakesYieldAsManyFindings() async throws {
    let loaded = try await load(
      """
      version: 3
      job: Nightly
      descripton: x
      unmatched: lose
      source:
        pleo:
          environment: prod
          export_job: 12
          token: ""
          page_size: 0
          rate: fast
          timeout: 30
          retry: { attempts: many, cap: 1, wait: 2s }
          completeness: lax
      recovery: { process: [done], in_progress: wait, unknown_status: hold }
      order: newest
      routes:
        - { name: A, when: status == "open", sink: { sqlite: { path: ./x, jornal: wal } }, batch: -1 }
        - { name: b, sink: { kafka: {} } }
      run: { state: "${env:STATE}" }

      """)
    #expect(loaded.definition == nil)
    #expect(
      loaded.findings == """
        job.yaml:1:10: error: version '3' is not known [job.version]
            1 | version: 3
              |          ^
          help: write 1: it is the only version that this sluice reads
        job.yaml:2:6: error: 'Nightly' is not a name [settings.type]
            2 | job: Nightly
              |      ^~~~~~~
          help: write at most 63 small letters, digits and dashes, a letter first, such as nightly-export
        job.yaml:3:1: error: 'descripton' is not a setting of the job [settings.unknown]
            3 | descripton: x
              | ^~~~~~~~~~
          help: did you mean 'description'?
        job.yaml:4:12: error: 'lose' is not one of hold, skip, fail [settings.choice]
            4 | unmatched: lose
              |            ^~~~
          help: use one of: hold, skip, fail
        job.yaml:7:18: error: 'prod' is not production, staging, sandbox or a base URL [source.environment]
            7 |     environment: prod
              |                  ^~~~
          help: write production, staging, sandbox or a base URL, such as https://export.example.com
        job.yaml:8:17: error: '12' is not a UUID [settings.type]
            8 |     export_job: 12
              |                 ^~
          help: write a UUID, such as 8eb648ab-464b-42a0-ba17-eda703657e33
        job.yaml:9:12: error: the token is empty [secret.form]
            9 |     token: ""
              |            ^~
          help: check the place that the token comes from
        job.yaml:10:16: error: '0' is not a whole number from 1 to 1000 [settings.type]
           10 |     page_size: 0
              |                ^
          help: write a whole number from 1 to 1000, such as 1
        job.yaml:11:11: error: 'fast' is not a rate [settings.type]
           11 |     rate: fast
              |           ^~~~
          help: write a rate, such as 500/min or none
        job.yaml:12:14: error: '30' is not a duration [settings.type]
           12 |     timeout: 30
              |              ^~
          help: write a duration, such as 30s
        job.yaml:13:24: error: 'many' is not a whole number from 1 to 100 [settings.type]
           13 |     retry: { attempts: many, cap: 1, wait: 2s }
              |                        ^~~~
          help: write a whole number from 1 to 100, such as 1
        job.yaml:13:35: error: '1' is not a duration [settings.type]
           13 |     retry: { attempts: many, cap: 1, wait: 2s }
              |                                   ^
          help: write a duration, such as 30s
        job.yaml:13:38: error: 'wait' is not a setting of 'retry' [settings.unknown]
           13 |     retry: { attempts: many, cap: 1, wait: 2s }
              |                                      ^~~~
          help: use one of: attempts, base, cap, give_up_after
        job.yaml:14:19: error: 'lax' is not one of strict, warn [settings.choice]
           14 |     completeness: lax
              |                   ^~~
          help: use one of: strict, warn
        job.yaml:15:23: error: 'done' is not a status of an item [recovery.status]
           15 | recovery: { process: [done], in_progress: wait, unknown_status: hold }
              |                       ^~~~
          help: use one of: pending, successful, failed, abandoned
        job.yaml:15:43: error: 'wait' is not one of skip, hold, process [settings.choice]
           15 | recovery: { process: [done], in_progress: wait, unknown_status: hold }
              |                                           ^~~~
          help: use one of: skip, hold, process
        job.yaml:16:8: error: 'newest' is not one of entry_id, transaction_date, source [settings.choice]
           16 | order: newest
              |        ^~~~~~
          help: use one of: entry_id, transaction_date, source
        job.yaml:18:13: error: 'A' is not a name [settings.type]
           18 |   - { name: A, when: status == "open", sink: { sqlite: { path: ./x, jornal: wal } }, batch: -1 }
              |             ^
          help: write at most 63 small letters, digits and dashes, a letter first, such as nightly-export
        job.yaml:18:32: error: 'open' is not a status of an item [predicate.status]
           18 |   - { name: A, when: status == "open", sink: { sqlite: { path: ./x, jornal: wal } }, batch: -1 }
              |                                ^~~~~~
          help: use one of: pending, in_progress, successful, failed, abandoned
        job.yaml:18:69: error: 'jornal' is not a setting of sink 'sqlite' [settings.unknown]
           18 |   - { name: A, when: status == "open", sink: { sqlite: { path: ./x, jornal: wal } }, batch: -1 }
              |                                                                     ^~~~~~
          help: use one of: path, table
        job.yaml:18:93: error: '-1' is not a whole number from 1 to 100000 [settings.type]
           18 | e: { path: ./x, jornal: wal } }, batch: -1 }
              |                                         ^~
          help: write a whole number from 1 to 100000, such as 1
        job.yaml:19:24: error: 'kafka' is not a kind of sink [sink.unknown]
           19 |   - { name: b, sink: { kafka: {} } }
              |                        ^~~~~
          help: use one of: file_queue, sqlite, stdout
        job.yaml:20:16: error: environment variable 'STATE' is not set [value.missing]
           20 | run: { state: "${env:STATE}" }
              |                ^~~~~~~~~~~~
          help: set STATE before sluice starts
        """)
  }
}
