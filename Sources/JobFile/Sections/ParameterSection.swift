import Diagnostics
import Settings

/// One entry of `params`: its settings, and how they become a parameter with a value.
enum ParameterSection {
  static let type = Setting(
    "type", ValueType.choice(ParameterType.self), "What its values may be.")
  static let choices = Setting<[Scalar]?>(
    "choices", ValueType.words.optional, default: nil, "The values of a choice.")
  static let environment = Setting<String?>(
    "env", ValueType.variableName.optional, default: nil,
    "The environment variable that has the value when --param does not give it.")
  static let fallback = Setting<Scalar?>(
    "default", ValueType.anyValue.optional, default: nil,
    "The value when neither --param nor the environment gives one.")
  static let required = Setting<Bool?>(
    "required", ValueType.boolean.optional, default: nil,
    "Whether a run needs a value; where it is false and there is none, the value is empty.")
  static let help = Setting<String?>(
    "help", ValueType.text.optional, default: nil, "What the parameter is for.")

  static let settings: [any DeclaredSetting] = [
    type, choices, environment, fallback, required, help,
  ]

  /// The settings that say nothing of a parameter's value.
  static let openSettings: Set<String> = [type.name, environment.name, required.name, help.name]

  /// A parameter that is declared, and the value that it has.
  struct Parameter {
    enum Value {
      case known(String)
      /// It is missing, is wrong or cannot be worked out, which has its finding.
      case wrong
    }

    var value = Value.wrong
    /// Whether any of its default is in the file.
    var hasLiteral = false
  }

  /// Reads `params:`; what is wrong is reported, and its value is ``Parameter/Value/wrong``.
  ///
  /// - Parameters:
  ///   - uses: where the file refers to each parameter.
  ///   - secret: the parameters of which nothing may be quoted.
  static func readAll(
    _ node: Node, uses: [String: [SourceSpan]], secret: Set<String>, outside: OutsideTexts,
    context: ReadingContext, findings: inout Findings
  ) -> [String: Parameter]? {
    guard case .mapping(let entries) = node.content else {
      findings.add(
        Diagnostic(
          id: .settingsType, "'params' is a mapping of parameters, found \(node.kind)",
          at: node.span, help: "write a name and a type: params: { export_job: { type: uuid } }"))
      return nil
    }
    // For repeated names.
    _ = Fields(node, of: "'params'", known: entries.map(\.key), findings: &findings)
    var parameters: [String: Parameter] = [:]
    for entry in entries where parameters[entry.key] == nil {
      if !ParameterName.isOne(entry.key) {
        findings.add(
          Diagnostic(
            id: .paramsName, "'\(entry.key)' is not a name of a parameter", at: entry.keySpan,
            help: "write at most 63 small letters, digits and underscores, a letter first, "
              + "such as export_job"))
      }
      let interpolation = Interpolation(outside: outside, context: context, parameters: .none)
      parameters[entry.key] = read(
        Node.Entry(
          key: entry.key, keySpan: entry.keySpan,
          value: interpolation.resolve(entry.value, findings: &findings)),
        uses: uses[entry.key] ?? [], isSecret: secret.contains(entry.key), outside: outside,
        context: context, findings: &findings)
    }
    return parameters
  }

  private static func read(
    _ entry: Node.Entry, uses: [SourceSpan], isSecret: Bool, outside: OutsideTexts,
    context: ReadingContext, findings: inout Findings
  ) -> Parameter {
    let owner = "parameter '\(entry.key)'"
    guard
      let checked = CheckedSettings(
        entry.value, of: owner, declared: settings, context: context, findings: &findings),
      isCoherent(checked, findings: &findings)
    else { return Parameter() }
    let form = ParameterForm(
      checked[type], choices: checked[choices] ?? [], isSecret: isSecret, context: context)
    var parameter = Parameter(hasLiteral: checked[fallback]?.standsInFile ?? false)
    // A default that is wrong is wrong even where another value is given.
    if let scalar = checked[fallback] {
      let span = checked.span(of: fallback)
      guard form.takes(scalar.text) else {
        findings.add(wrong("the default of \(owner)", form, at: span))
        return parameter
      }
      if checked[type] == .text {
        // For its warning where another reader would take the text for something else.
        _ = ValueType.text.read(Node(.scalar(scalar), at: span), context, &findings)
      }
    }
    if let given = given(entry.key, checked, outside: outside) {
      if form.takes(given.text) {
        parameter.value = .known(given.text)
      } else {
        findings.add(wrong(given.origin, form, at: entry.keySpan))
      }
    } else if let scalar = checked[fallback] {
      parameter.value = .known(scalar.text)
    } else if checked[required] == false {
      parameter.value = .known("")
    } else {
      findings.add(missing(entry, environment: checked[environment], uses: uses))
    }
    return parameter
  }

  /// The value from outside the file, and where it comes from, in words.
  private static func given(
    _ name: String, _ checked: CheckedSettings, outside: OutsideTexts
  ) -> (text: String, origin: String)? {
    if let text = outside.parameters[name] { return (text, "the value of --param \(name)") }
    // A scheduler that has nothing to say sets an empty variable.
    guard let variable = checked[environment], let text = outside.environment(variable),
      !text.isEmpty
    else { return nil }
    return (text, "the value of environment variable '\(variable)'")
  }

  private static func isCoherent(_ checked: CheckedSettings, findings: inout Findings) -> Bool {
    var problems: [Diagnostic] = []
    if checked[type] == .choice, checked[choices] == nil {
      problems.append(
        Diagnostic(
          id: .paramsChoices, "a choice needs 'choices'", at: checked.span(of: type),
          help: "add the values that it may have, such as choices: [production, staging]"))
    }
    if checked[type] != .choice, checked[choices] != nil {
      problems.append(
        Diagnostic(
          id: .paramsChoices, "'choices' is only for the type choice",
          at: checked.span(of: choices), help: "write 'type: choice', or take it out"))
    }
    if checked[required] == true, checked[fallback] != nil {
      problems.append(
        Diagnostic(
          id: .settingsConflict, "a parameter with a default always has a value",
          at: checked.span(of: required), help: "take out 'required' or 'default'"))
    }
    findings.add(contentsOf: problems)
    return problems.isEmpty
  }

  /// Never says what the value is: it may be a secret.
  private static func wrong(
    _ value: String, _ form: ParameterForm, at span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(id: .paramsValue, "\(value) is not \(form.name)", at: span, help: form.help)
  }

  private static func missing(
    _ entry: Node.Entry, environment: String?, uses: [SourceSpan]
  ) -> Diagnostic {
    let option = "give it with --param \(entry.key)=…"
    return Diagnostic(
      id: .paramsMissing, "parameter '\(entry.key)' has no value", at: entry.keySpan,
      help: environment.map { "\(option) or set \($0) before sluice starts" } ?? option,
      notes: uses.map { .init("used here", at: $0) })
  }
}
