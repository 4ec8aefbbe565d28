/// Where values from outside the job file come from: environment variables,
/// files and the command line.
public struct OutsideValues: Sendable {
  /// The value of an environment variable; nil when it is not set.
  let environment: @Sendable (String) -> String?
  /// The bytes of the file at an absolute path; what it throws says why in its description.
  let file: @Sendable (String) throws -> [UInt8]
  /// The values of parameters that were given by name.
  let parameters: [String: String]

  /// Takes the ways to have a value.
  ///
  /// - Parameters:
  ///   - environment: gives the value of a variable; nil when it is not set.
  ///   - file: gives the bytes of the file at an absolute path; the description of what it throws
  ///     is shown to the user as the reason.
  ///   - parameters: the values of parameters, by name; those that a file does not declare are
  ///     not looked at.
  public init(
    environment: @escaping @Sendable (String) -> String?,
    file: @escaping @Sendable (String) throws -> [UInt8], parameters: [String: String] = [:]
  ) {
    self.environment = environment
    self.file = file
    self.parameters = parameters
  }

  /// The same ways, with these values of parameters.
  public func giving(_ parameters: [String: String]) -> OutsideValues {
    OutsideValues(environment: environment, file: file, parameters: parameters)
  }
}
