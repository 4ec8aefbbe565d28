import Diagnostics
import ExportModel
import Settings
import SinkKit
import Testing

struct OneSinkModule: SinkModule {
  static let descriptor = SinkDescriptor(
    kind: "one", summary: "Takes nothing.", redelivery: .absorbed, settings: [])
  init(settings: CheckedSettings) throws(Diagnostic) {}
  var claims: Set<ResourceClaim> { [] }
  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    throw SinkError(.invalid, "it cannot be opened")
  }
}

struct OtherSinkModule: SinkModule {
  static let descriptor = SinkDescriptor(
    kind: "other", summary: "Takes nothing.", redelivery: .repeated, settings: [])
  init(settings: CheckedSettings) throws(Diagnostic) {}
  var claims: Set<ResourceClaim> { [.standardOutput] }
  func open(as label: SinkLabel) async throws(SinkError) -> any Sink {
    throw SinkError(.invalid, "it cannot be opened")
  }
}

/// The sinks of a program.
@Suite struct SinkCatalogTests {
  @Test func aModuleIsFoundByItsKind() {
    let catalog = SinkCatalog([OtherSinkModule.self, OneSinkModule.self])
    #expect(catalog.kinds == ["other", "one"])
    #expect(catalog["one"] == OneSinkModule.self)
    #expect(catalog["other"]?.descriptor.redelivery == .repeated)
    #expect(catalog["One"] == nil)
    #expect(catalog[""] == nil)
    #expect(SinkCatalog([]).kinds == [])
  }

  @Test func twoModulesOfOneKindAreAMistakeInTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = SinkCatalog([OneSinkModule.self, OneSinkModule.self])
    }
  }
}
