import DurableFiles
import Foundation

/// What a new sink adds to a folder, and changes in it: found out whole before anything is written.
struct NewSinkFiles {
  /// Why a sink cannot be added; nothing was written.
  struct Refusal: Error {
    let message: String
    let help: String
  }

  /// The files that are written, by their paths from the folder, in order.
  private(set) var new: [(path: String, text: String)] = []
  /// The files that get a line more, with their whole new text.
  private(set) var changed: [(path: String, text: String)] = []
  private let folder: String

  /// A sink in the package `sluice` itself, which is in `folder`.
  init(_ template: SinkTemplate, inSluiceAt folder: String) throws(Refusal) {
    self.folder = folder
    let names = template.names
    let (manifest, program) = ("Package.swift", "Sources/sluice/Sluice.swift")
    var manifestText = try text(of: manifest)
    var programText = try text(of: program)
    guard
      manifestText.insert(
        "  (\"\(names.type)\", [\"DurableFiles\"]),\n", before: "]", after: "let sinks: ["),
      programText.insert(
        "    \(names.type)Module.self,\n", before: "  ]", after: "static let sinks: [")
    else {
      throw Refusal(
        message:
          "\(folder) is not the package sluice: the lists of sinks are not where they should be",
        help: "run it in a checkout of sluice, or with --package")
    }
    programText.insertImport(names.type)
    changed = [(manifest, manifestText), (program, programText)]
    let (sources, tests) = ("Plugins/\(names.type)/Sources", "Plugins/\(names.type)/Tests")
    let job = "config/jobs/\(names.dashed).yaml"
    new = Self.files(of: template, sources: sources, tests: tests) + [(job, template.job(at: job))]
    try checkFree(["Plugins/\(names.type)", job])
  }

  /// A sink in a package of its own in `folder`, which is missing or empty.
  ///
  /// - Parameter sluice: the folder of the package `sluice`.
  init(_ template: SinkTemplate, packageAt folder: String, on sluice: String) throws(Refusal) {
    self.folder = folder
    guard FileManager.default.fileExists(atPath: "\(sluice)/Sources/SluiceHost") else {
      throw Refusal(
        message: "\(sluice) is not the package sluice, which the new one builds on",
        help: "run it in a checkout of sluice")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.isEmpty else {
      throw Refusal(
        message: "'\(folder)' is not empty: it has '\(names.sorted()[0])'",
        help: "name a folder that is not there yet")
    }
    let type = template.names.type
    new =
      [("Package.swift", template.package(on: sluice))]
      + Self.files(of: template, sources: "Sources/\(type)", tests: "Tests/\(type)Tests")
      + [
        ("Sources/my-sluice/MySluice.swift", template.program),
        ("job.yaml", template.job(at: "job.yaml")), (".gitignore", ".build\nPackage.resolved\n"),
      ]
  }

  private static func files(
    of template: SinkTemplate, sources: String, tests: String
  ) -> [(path: String, text: String)] {
    let type = template.names.type
    return [
      ("\(sources)/\(type)Module.swift", template.module),
      ("\(sources)/\(type).swift", template.sink),
      ("\(sources)/\(type)Consumer.swift", template.consumer),
      ("\(tests)/\(type)Tests.swift", template.tests),
    ]
  }

  private func text(of path: String) throws(Refusal) -> String {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)") else {
      throw Refusal(
        message: "\(folder) is not the package sluice: it has no \(path)",
        help: "run it in a checkout of sluice, or with --package")
    }
    return String(decoding: data, as: UTF8.self)
  }

  private func checkFree(_ paths: [String]) throws(Refusal) {
    for path in paths where FileManager.default.fileExists(atPath: "\(folder)/\(path)") {
      throw Refusal(
        message: "'\(path)' exists already", help: "choose another name, or take it away")
    }
  }

  /// Writes the new files, and then the changed ones, so that a folder is never a package that cannot be built.
  func write() throws {
    for (path, text) in new + changed {
      let file = URL(filePath: "\(folder)/\(path)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .atomic)
    }
  }
}

extension String {
  /// Puts a line into a list, before the line that ends it; false where there is no such list.
  fileprivate mutating func insert(_ line: String, before end: String, after beginning: String)
    -> Bool
  {
    guard let list = firstRange(of: beginning),
      let place = self[list.upperBound...].firstRange(of: "\n\(end)\n")
    else { return false }
    insert(contentsOf: line, at: index(after: place.lowerBound))
    return true
  }

  /// Puts an import where the alphabet has it.
  fileprivate mutating func insertImport(_ module: String) {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let imports = lines.indices.filter { lines[$0].hasPrefix("import ") }
    let place = imports.first { lines[$0] > "import \(module)" } ?? (imports.last ?? -1) + 1
    lines.insert("import \(module)", at: place)
    self = lines.joined(separator: "\n")
  }
}
