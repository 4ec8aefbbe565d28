import DurableFiles
import Foundation
import NIOSSL

/// Which certificate authorities an HTTPS server's certificate may come from.
public struct TrustedAuthorities: Sendable {
  /// Instead of the system's: a file or a folder, as `SSL_CERT_FILE` and `SSL_CERT_DIR` name one.
  private let instead: [[NIOSSLCertificate]]
  /// Beside those: the file that the job definition names.
  private let beside: [NIOSSLCertificate]

  /// Reads the files; throws for one that cannot be read or holds no certificate.
  ///
  /// - Parameters:
  ///   - caFile: a file of authorities beside the system's.
  ///   - isPlain: whether no certificate is ever looked at; then what the environment names is not read.
  ///   - environment: the value of an environment variable; nil where there is none.
  public init(
    caFile: String?, isPlain: Bool, environment: (String) -> String?
  ) throws(ConnectionError) {
    var instead: [[NIOSSLCertificate]] = []
    if !isPlain, let file = environment("SSL_CERT_FILE"), !file.isEmpty {
      instead.append(try Self.certificates(in: file, of: "SSL_CERT_FILE"))
    }
    // As OpenSSL reads the variable: several folders with colons between them.
    for folder in (isPlain ? "" : environment("SSL_CERT_DIR") ?? "").split(separator: ":") {
      instead.append(try Self.certificates(inFolder: String(folder)))
    }
    self.instead = instead
    beside =
      try caFile.map { path throws(ConnectionError) in
        try Self.certificates(in: path, of: "ca_file")
      } ?? []
  }

  /// The rules of a TLS connection: whole verification, the host's name included.
  var tlsConfiguration: TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    if !instead.isEmpty { configuration.trustRoots = .certificates(instead.flatMap(\.self)) }
    if !beside.isEmpty { configuration.additionalTrustRoots = [.certificates(beside)] }
    return configuration
  }

  private static func certificates(
    in file: String, of setting: String
  ) throws(ConnectionError) -> [NIOSSLCertificate] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try RegularFile.contents(of: file, atMost: mostBytes)
    } catch {
      throw ConnectionError(
        "\(setting) names \(file), which \(words(for: error))",
        hint: error.isDenied
          ? "let user \(NSUserName()) read it" : "name a file of certificates in PEM form",
        isDenied: error.isDenied)
    }
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty
    else {
      throw ConnectionError(
        "\(setting) names \(file), which has no certificate in PEM form",
        hint: "it begins with -----BEGIN CERTIFICATE-----")
    }
    return certificates
  }

  /// How large a file of certificates may be; those of whole systems have some hundred kilobytes.
  private static let mostBytes = 16 * 1024 * 1024

  private static func words(for error: FileError) -> String {
    if error.isDenied { return "this user may not read" }
    if error.isMissing { return "is not there" }
    if error.isTooLarge { return "is larger than 16 MiB" }
    return "cannot be read: \(error.reason)"
  }

  /// Every certificate in the files of a folder; files that hold none are passed over.
  private static func certificates(
    inFolder folder: String
  ) throws(ConnectionError) -> [NIOSSLCertificate] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw ConnectionError(
        "SSL_CERT_DIR names \(folder), which cannot be listed",
        hint: "name a folder of certificates in PEM form")
    }
    return names.sorted().flatMap { name in
      (try? RegularFile.contents(of: "\(folder)/\(name)", atMost: mostBytes))
        .flatMap { try? NIOSSLCertificate.fromPEMBytes($0) } ?? []
    }
  }
}
