/// Where values from outside the job file come from: environment variables and files.
public struct OutsideValues: Sendable {
  /// The value of an environment variable; nil when it is not set.
  let environment: @Sendable (String) -> String?
  /// The bytes of the file at an absolute path; what it throws says why in its description.
  let file: @Sendable (String) throws -> [UInt8]

  /// Takes the two ways to have a value.
  ///
  /// - Parameters:
  ///   - environment: gives the value of a variable; nil when it is not set.
  ///   - file: gives the bytes of the file at an absolute path; the description of what it throws
  ///     is shown to the user as the reason.
  public init(
    environment: @escaping @Sendable (String) -> String?,
    file: @escaping @Sendable (String) throws -> [UInt8]
  ) {
    self.environment = environment
    self.file = file
  }
}
