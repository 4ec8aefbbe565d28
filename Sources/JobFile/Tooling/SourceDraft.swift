import Diagnostics
import PageSourceKit
public import Settings

/// The source of a job file to begin with.
public struct SourceDraft {
  private let module: any SourceModule.Type
  private let given: [String: String]

  private var descriptor: SourceDescriptor { module.descriptor }

  /// Takes values for settings of the catalog's first source; refuses what they cannot be.
  init(
    given: [String: String], catalog: SourceCatalog
  ) throws(JobFileDraft.Refusal) {
    guard let module = catalog.modules.first else {
      throw JobFileDraft.Refusal(message: "this build has no source")
    }
    self.module = module
    self.given = given
    for (key, text) in given.sorted(by: { $0.key < $1.key }) { try check(text, for: key) }
  }

  /// A source of which nothing is known yet.
  public init(of catalog: PluginCatalog) throws(JobFileDraft.Refusal) {
    try self.init(given: [:], catalog: catalog.sources)
  }

  /// The source with a value for one more setting; refuses what the setting does not take.
  public func giving(
    _ text: String, for key: String
  ) throws(JobFileDraft.Refusal) -> SourceDraft {
    try SourceDraft(given: given.merging([key: text]) { $1 }, catalog: SourceCatalog([module]))
  }

  /// The settings that a file cannot do without, in the order in which one would be asked for them.
  public var needed: [any DeclaredSetting] {
    descriptor.settings.filter { $0.fallbackText == nil }
  }

  /// What a user would begin with: the example as long as nothing else was given, else what comes from
  /// outside the file.
  public func value(of setting: any DeclaredSetting) -> String {
    if let given = given[setting.name] { return given }
    let example = Self.value(of: setting.name, in: descriptor.example)
    let isExample = given.allSatisfy { Self.value(of: $0, in: descriptor.example) == $1 }
    return (isExample ? example : fromOutside(setting.name)) ?? example ?? setting.example
  }

  private static func value(
    of key: String, in examples: [SourceDescriptor.Example]
  ) -> String? { examples.first { $0.key == key }?.value }

  private func fromOutside(_ key: String) -> String? {
    Self.value(of: key, in: descriptor.fromOutside)
  }

  private func check(_ text: String, for key: String) throws(JobFileDraft.Refusal) {
    guard let setting = descriptor.settings.first(where: { $0.name == key }) else {
      throw JobFileDraft.Refusal(
        message: "source '\(descriptor.kind)' has no setting '\(key)'")
    }
    let outside = fromOutside(key)
    if outside != nil && Self.isReference(text) { return try checkReference(text, for: setting) }
    var findings = Findings()
    let node = Self.mapping([(key, text)])
    guard let fields = Fields(node, of: descriptor.kind, known: [key], findings: &findings),
      setting.value(in: fields, context: ReadingContext(folder: "/"), findings: &findings) != nil,
      Self.isOneWord(text)
    else {
      throw JobFileDraft.Refusal(message: message(for: findings.sorted.first, of: setting, text))
    }
  }

  /// What is wrong with a value, as an answer to a question: the value is in it, and what to write instead.
  private func message(
    for finding: Diagnostic?, of setting: any DeclaredSetting, _ text: String
  ) -> String {
    let message = finding?.message ?? "'\(text)' is not \(setting.typeName)"
    if let outside = fromOutside(setting.name) {
      return "\(message), nor a value from outside such as \(outside)"
    }
    guard !message.contains("'\(text)'") else { return message }
    return "\(setting.name) '\(text)': \(message)" + (finding?.help.map { "; \($0)" } ?? "")
  }

  /// Refuses a reference that a file with nothing but the draft cannot follow.
  private func checkReference(
    _ text: String, for setting: any DeclaredSetting
  ) throws(JobFileDraft.Refusal) {
    let used = descriptor.fromOutside.first { $0.key != setting.name && $0.value == text }
    if let used {
      throw JobFileDraft.Refusal(message: "'\(text)' is already used for '\(used.key)'")
    }
    for piece in Template(text).pieces {
      switch piece {
      case .problem(let problem):
        throw JobFileDraft.Refusal(message: "\(problem.message); \(problem.help)")
      case .parameter(let name, _):
        throw JobFileDraft.Refusal(
          message: "parameter '\(name)' is not declared; write ${env:NAME} or ${file:path}")
      case .environment(_, let fallback?, _) where !fallback.isEmpty:
        try check(fallback, for: setting.name)
      case .environment, .file, .literal: continue
      }
    }
  }

  /// The source as it is in the file, below `source:`.
  var text: String {
    let settings = descriptor.settings.flatMap { setting -> [String] in
      let name = setting.name
      guard setting.fallbackText != nil, given[name] == nil else {
        return ["# \(setting.summary)", "\(name): \(value(of: setting))"]
      }
      if let outside = fromOutside(name) {
        return ["# \(setting.summary)", "\(needsOutside ? "" : "# ")\(name): \(outside)"]
      }
      // A section has keys of its own, and what is absent by default has no default to show.
      guard setting.shape.keys.isEmpty, let fallback = KeyDescription(setting).fallback else {
        return []
      }
      return ["# \(setting.summary)", "# \(name): \(fallback)"]
    }
    return (["  \(descriptor.kind):"] + settings.map { "    \($0)" }).joined(separator: "\n")
  }

  /// Whether the required settings are not enough, because the source also needs a token, for example.
  private var needsOutside: Bool {
    let node = Self.mapping(needed.map { ($0.name, value(of: $0)) })
    var findings = Findings()
    guard
      let read = ReadSettings(
        node, of: descriptor.kind, declared: descriptor.settings,
        context: ReadingContext(folder: "/"), findings: &findings)
    else { return false }
    return !module.conflicts(in: read, at: node.span).isEmpty
  }

  private static func mapping(_ values: [(key: String, text: String)]) -> Node {
    let start = SourcePosition(line: 1, column: 1)
    let span = SourceSpan(file: "", start: start, end: start)
    return Node(
      .mapping(
        values.map { key, text in
          let scalar =
            isReference(text)
            ? Scalar(unresolved: text, isPlain: true) : Scalar(text, isPlain: true)
          return .init(key: key, keySpan: span, value: Node(.scalar(scalar), at: span))
        }), at: span)
  }

  private static func isReference(_ text: String) -> Bool {
    text.hasPrefix("${") && text.hasSuffix("}") && isOneWord(text)
  }

  /// Whether the text can be written in YAML as it is.
  private static func isOneWord(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"#'\"\\".utf8.contains($0) }
  }
}
