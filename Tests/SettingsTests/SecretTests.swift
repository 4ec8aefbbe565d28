import Settings
import Testing

private struct Credentials {
  let user = "anna"
  let token = Secret("hunter2")
  let tokens = ["spare": Secret("hunter2")]
  let maybe: Secret? = Secret("hunter2")
}

private enum Login { case with(Secret) }

/// A secret is never shown, however it is asked to.
@Suite struct SecretTests {
  private let secret = Secret("hunter2")

  @Test func aSecretShowsAPlaceholder() {
    #expect(secret.description == "‹secret›")
    #expect(secret.debugDescription == "‹secret›")
    #expect("\(secret)" == "‹secret›")
    #expect(String(reflecting: secret) == "‹secret›")
    #expect("\([secret])" == "[‹secret›]")
  }

  @Test func noWayOfPrintingShowsIt() {
    let credentials = Credentials()
    let login = Login.with(secret)
    var shown = ""
    print(secret, Optional(secret) as Any, credentials, login, to: &shown)
    debugPrint(secret, credentials, login, to: &shown)
    dump(secret, to: &shown)
    dump(credentials, to: &shown)
    dump(login, to: &shown)
    shown += "\(credentials) \(String(describing: credentials)) \(String(reflecting: login))"
    #expect(!shown.contains("hunter2"))
    #expect(shown.contains("anna"))
    #expect(shown.contains("‹secret›"))
  }

  @Test func aMirrorOfItIsEmpty() {
    #expect(Mirror(reflecting: secret).children.isEmpty)
    let inner = Mirror(reflecting: Credentials()).children.first { $0.label == "token" }
    #expect(inner.map { Mirror(reflecting: $0.value).children.isEmpty } == true)
  }

  @Test func theOnePlaceThatNeedsItGetsIt() {
    #expect(secret.revealed == "hunter2")
    #expect(secret == Secret("hunter2"))
    #expect(secret != Secret("hunter3"))
  }
}
