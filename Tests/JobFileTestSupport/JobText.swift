import Diagnostics
import Foundation
public import JobFile
import TestSupport

/// Loads a text as `job.yaml` in a folder of its own, with nothing outside it but what is given.
///
/// - Parameter files: the files that `${file:…}` finds, by their path from that folder.
public func load(
  _ text: String, environment: [String: String] = [:], files: [String: String] = [:],
  parameters: [String: String] = [:], state: String? = nil, rehearsal: Rehearsal? = nil
) async throws -> LoadedText {
  try await withTemporaryFolder { folder in
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/job.yaml"))
    let outside = OutsideValues(
      environment: { environment[$0] },
      file: { path in
        guard path.hasPrefix("\(folder)/"),
          let text = files[String(path.dropFirst(folder.count + 1))]
        else { throw NoSuchFile() }
        return Array(text.utf8)
      }, parameters: parameters)
    let loader = JobFileLoader(
      catalog: fakePlugins, outside: outside, stateFiles: ["ledger.sqlite", "lock"])
    if let rehearsal {
      return LoadedText(
        file: try loader.load("\(folder)/job.yaml", for: rehearsal), folder: folder)
    }
    let loaded = try loader.load("\(folder)/job.yaml", state: state)
    try await LanguagePromises(
      loaded: loaded, loader: loader, path: "\(folder)/job.yaml", state: state
    ).check()
    return LoadedText(file: loaded, folder: folder)
  }
}

/// A loaded text and the folder that it was in.
public struct LoadedText {
  /// What was loaded.
  public let file: LoadedJobFile
  /// The folder, which is gone.
  public let folder: String

  /// The definition; nil where the text is wrong.
  public var definition: JobDefinition? { file.definition }

  /// Every finding as a person sees it, without the folder.
  public var findings: String {
    let renderer = file.renderer(color: false)
    return file.findings.map(renderer.render).joined(separator: "\n")
      .replacingOccurrences(of: "\(folder)/", with: "")
  }
}

private struct NoSuchFile: Error, CustomStringConvertible {
  let description = "no such file"
}

/// The export job of the guide.
public let guideJob = "8eb648ab-464b-42a0-ba17-eda703657e33"

/// The shortest useful file, with some of its lines changed or added.
///
/// - Parameter pleo: further settings of the source, one a line.
public func job(
  head: String = "version: 1\njob: nightly", environment: String = "sandbox",
  exportJob: String = guideJob, pleo: String = "", routes: String = "  - sink: { stdout: {} }",
  more: String = ""
) -> String {
  """
  \(head)
  source:
    pleo:
      environment: \(environment)
      export_job: \(exportJob)
  \(pleo.split(separator: "\n").map { "    \($0)\n" }.joined())routes:
  \(routes)
  \(more)
  """
}
