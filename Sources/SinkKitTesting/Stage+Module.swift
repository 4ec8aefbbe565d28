import SinkKit

extension Stage {
  /// The folder is as empty after a module was made as before.
  func initTouchesNothing() throws -> [String] {
    _ = try module()
    let names = try names()
    return names.isEmpty
      ? [] : ["making the module created \(names.joined(separator: ", "))"]
  }

  /// Two modules of the same settings claim the same.
  func equalSettingsClaimTheSame() throws -> [String] {
    let (first, second) = (try module().claims, try module().claims)
    return first == second
      ? [] : ["equal settings claim \(words(first)) once and \(words(second)) then"]
  }

  private func words(_ claims: Set<ResourceClaim>) -> String {
    claims.isEmpty ? "nothing" : claims.map(\.description).sorted().joined(separator: " and ")
  }
}
