import ExportModel
import Foundation
import PleoSandbox
import Testing

@Suite struct SandboxTests {
  @Test func theSandboxIsGoneAfterItsBody() async throws {
    let address = try await Sandbox.withSandbox { sandbox in
      let reply = try await sandbox.ask("/v3/export-jobs/\(generatedJob)")
      #expect(reply.code == 200)
      return sandbox
    }
    await #expect(throws: (any Error).self) {
      try await address.ask("/v3/export-jobs/\(generatedJob)")
    }
  }

  @Test func whatTheBodyThrowsComesOut() async {
    struct Trouble: Error {}
    await #expect(throws: Trouble.self) {
      try await Sandbox.withSandbox { _ in throw Trouble() }
    }
  }

  @Test func servingEndsQuietlyWhenTheTaskIsCancelled() async throws {
    let (addresses, ready) = AsyncStream<SandboxAddress>.makeStream()
    let serving = Task {
      try await Sandbox.serve(SandboxConfiguration()) { ready.yield($0) }
    }
    let address = try #require(await addresses.first { _ in true })
    #expect(address.baseURL == "http://127.0.0.1:\(address.port)")
    #expect(try await address.ask("/v3/export-jobs/\(generatedJob)").code == 200)
    serving.cancel()
    try await serving.value
  }

  @Test func aPortInUseIsSaidSo() async throws {
    try await Sandbox.withSandbox { first in
      var configuration = SandboxConfiguration()
      configuration.port = first.port
      let error = await #expect(throws: SandboxError.self) {
        try await Sandbox.withSandbox(configuration) { _ in }
      }
      let text = try #require(error).description
      #expect(text.hasPrefix("the sandbox cannot listen on '127.0.0.1', port \(first.port): "))
      #expect(text.contains("address already in use"))
      #expect(
        text.hasSuffix("; name an address of this machine and a free port, or port 0 for any"))
    }
  }

  @Test func printingAConfigurationDoesNotShowItsToken() {
    var configuration = SandboxConfiguration()
    configuration.token = "sandbox-token-17"
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] {
      #expect(!text.contains("sandbox-token-17"))
    }
    #expect(dumped.contains("itemCount: 250"))
  }
}
