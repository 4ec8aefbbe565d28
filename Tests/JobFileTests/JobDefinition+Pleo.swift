import JobFile
import PageSourceKit

@testable import PleoSource

extension JobDefinition {
  /// The source, which is Pleo's in every file here.
  var pleo: PleoSourceModule? { source as? PleoSourceModule }
}

extension SourceModule {
  /// The export job that the source's settings name; nil where they say how to find them.
  var jobID: JobID? { if case .one(let id) = selection { id } else { nil } }
}

extension PleoConfiguration {
  /// The bearer token; nil where the API is shown something else, or nothing.
  var token: Secret? { if case .bearer(let token, _) = credentials { token } else { nil } }
}
