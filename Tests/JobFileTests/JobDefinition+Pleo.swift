import JobFile

@testable import PleoSource

extension JobDefinition {
  /// The source, which is Pleo's in every file here.
  var pleo: PleoSourceModule? { source as? PleoSourceModule }
}
