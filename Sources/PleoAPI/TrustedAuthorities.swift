import Foundation
import NIOSSL

/// Which certificate authorities an HTTPS server's certificate may come from.
struct TrustedAuthorities: Sendable {
  /// Instead of the system's: a file or a folder, as `SSL_CERT_FILE` and `SSL_CERT_DIR` name one.
  private let instead: [[NIOSSLCertificate]]
  /// Beside those: the file that the job definition names.
  private let beside: [NIOSSLCertificate]

  /// Reads the files; throws for one that cannot be read or holds no certificate.
  init(_ configuration: PleoConfiguration) throws(PleoConfigurationError) {
    var instead: [[NIOSSLCertificate]] = []
    if let file = configuration.certificateFile, !file.isEmpty {
      instead.append(try Self.certificates(in: file, of: "SSL_CERT_FILE"))
    }
    // As OpenSSL reads the variable: several folders with colons between them.
    for folder in (configuration.certificateFolder ?? "").split(separator: ":") {
      instead.append(try Self.certificates(inFolder: String(folder)))
    }
    self.instead = instead
    beside =
      try configuration.caFile.map { path throws(PleoConfigurationError) in
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
  ) throws(PleoConfigurationError) -> [NIOSSLCertificate] {
    do {
      let certificates = try NIOSSLCertificate.fromPEMFile(file)
      if !certificates.isEmpty { return certificates }
    } catch {
      guard FileManager.default.isReadableFile(atPath: file) else {
        let isThere = FileManager.default.fileExists(atPath: file)
        throw PleoConfigurationError(
          message: "\(setting) names \(file), which "
            + (isThere ? "this user may not read" : "is not there"),
          hint: isThere
            ? "let user \(NSUserName()) read it" : "name a file of certificates in PEM form",
          isDenied: isThere)
      }
    }
    throw PleoConfigurationError(
      message: "\(setting) names \(file), which has no certificate in PEM form",
      hint: "it begins with -----BEGIN CERTIFICATE-----")
  }

  /// Every certificate in the files of a folder; files that hold none are passed over.
  private static func certificates(
    inFolder folder: String
  ) throws(PleoConfigurationError) -> [NIOSSLCertificate] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw PleoConfigurationError(
        message: "SSL_CERT_DIR names \(folder), which cannot be listed",
        hint: "name a folder of certificates in PEM form")
    }
    return names.sorted().flatMap { name in
      (try? NIOSSLCertificate.fromPEMFile("\(folder)/\(name)")) ?? []
    }
  }
}
