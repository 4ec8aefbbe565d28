import JobFileTestSupport
import Testing

/// A token that is written in the file is refused and hidden, also where a parameter carries it.
struct ParameterSecretTests {
  @Test func aTokenThatFallsBackToTheFileIsRefusedAndHidden() async throws {
    try await expectRefusal(
      job(environment: "production", pleo: "token: ${env:T:-abcdef0123456789}"),
      environment: ["T": "t0ken-of-tests"],
      findings: """
        job.yaml:7:12: error: the token is written in the file [secret.literal]
            7 |     token: **************************
              |            ^~~~~~~~~~~~~~~~~~~~~~~~~~
          help: take it out: write ${env:PLEO_TOKEN} or ${file:/run/secrets/pleo_token}
        """)
  }

  @Test func aTokenThatIsTheDefaultOfAParameterIsRefusedAndHidden() async throws {
    try await expectRefusal(
      job(
        environment: "production", pleo: "token: ${param:secret}",
        more: """
          params:
            secret: { type: text, default: abcdef0123456789, nope: 1 }
            token: { type: uuid, default: abcdef-abcdef }
          """),
      findings: """
        job.yaml:11:52: error: 'nope' is not a setting of parameter 'secret' [settings.unknown]
           11 |   secret: { type: text, default: ****************, nope: * }
              |                                                    ^~~~
          help: use one of: type, choices, env, default, required, help
        job.yaml:12:33: error: the default of parameter 'token' is not a UUID [params.value]
           12 |   token: { type: uuid, default: ************* }
              |                                 ^~~~~~~~~~~~~
          help: write a UUID, such as 8eb648ab-464b-42a0-ba17-eda703657e33
        """)
    try await expectRefusal(
      job(
        environment: "production", pleo: "token: ${param:secret}",
        more: "params: { secret: { type: text, default: abcdef0123456789 } }"),
      parameters: ["secret": "t0ken-of-tests"],
      findings: """
        job.yaml:7:12: error: the token is written in the file [secret.literal]
            7 |     token: ${param:secret}
              |            ^~~~~~~~~~~~~~~
          help: take it out: write ${env:PLEO_TOKEN} or ${file:/run/secrets/pleo_token}
        """)
  }
}
