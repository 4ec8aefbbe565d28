/// A server of the tests: its certificate and its key, in PEM form.
///
/// The keys are of no server that exists. All are signed by ``authority``, which nobody trusts.
public enum TestCertificate: Sendable {
  /// Right for `localhost` and `127.0.0.1`, for a hundred years.
  case good
  /// Right for another host.
  case otherHost
  /// Out of date since 2020.
  case expired

  /// The certificate.
  public var certificate: String {
    switch self {
    case .good: Self.goodCertificate
    case .otherHost: Self.otherCertificate
    case .expired: Self.expiredCertificate
    }
  }

  /// The key.
  public var key: String {
    switch self {
    case .good: Self.goodKey
    case .otherHost: Self.otherKey
    case .expired: Self.expiredKey
    }
  }

  /// The authority that has signed all of them.
  public static let authority = """
    -----BEGIN CERTIFICATE-----
    MIIBmjCCAUGgAwIBAgIUEKL8O64kXoyTDH+EkxbUwTFY9lYwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPU2x1aWNlIHRlc3RzIENBMCAXDTI2MTEyOTAwMjQzMFoYDzIx
    MjYxMTA1MDAyNDMwWjAaMRgwFgYDVQQDDA9TbHVpY2UgdGVzdHMgQ0EwWTATBgcq
    hkjOPQIBBggqhkjOPQMBBwNCAASS1M37BKwYs1dVNRDNvTYCTZCfvCOp2ztEj3lc
    97VPNvSjwxSQCO8ERW4HkdyMTreA/A5+CUp/kl4G2Pz/W0RQo2MwYTAdBgNVHQ4E
    FgQUBDI4X+uP1L76dkZtgAGznSDKFkowHwYDVR0jBBgwFoAUBDI4X+uP1L76dkZt
    gAGznSDKFkowDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwCgYIKoZI
    zj0EAwIDRwAwRAIgHy4P6qhy9KmTVdE+PcL6D6ZCinzr5fl71xiCeFMdBCkCIF/o
    fqDGCmnBt9SSlCWR/fZ5SR7jDIYDYYnczChzSDR9
    -----END CERTIFICATE-----
    """

  private static let goodCertificate = """
    -----BEGIN CERTIFICATE-----
    MIIBizCCATGgAwIBAgIUZO6d7lrf0hyheU3msb980ltxqTgwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPU2x1aWNlIHRlc3RzIENBMCAXDTI2MTEyOTAwMjQzMFoYDzIx
    MjYxMTA1MDAyNDMwWjAPMQ0wCwYDVQQDDARnb29kMFkwEwYHKoZIzj0CAQYIKoZI
    zj0DAQcDQgAEasc8dElTEf9VtEekXtKSidO9fs2RPPzRdKaqaeIKI8LSOlm68fu9
    lxUFNOU3ij6HfSJ+G5h/MKlIOJtFhtguXKNeMFwwGgYDVR0RBBMwEYIJbG9jYWxo
    b3N0hwR/AAABMB0GA1UdDgQWBBRca8io4UepJUupmFbDq0NGqrW1azAfBgNVHSME
    GDAWgBQEMjhf64/Uvvp2Rm2AAbOdIMoWSjAKBggqhkjOPQQDAgNIADBFAiBBXoL9
    OBEBt1kCiN++0jOawrDUgUco3xgN8GdWDveglwIhAJi4aPqjpRfNJua1xBgQwd0n
    QJ5ALLkTeQXyCjdFAM9A
    -----END CERTIFICATE-----
    """

  private static let goodKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgu3RRsnwsKbMnA6S2
    58irUIMSXDcAJNojpwIO8HOXviWhRANCAARqxzx0SVMR/1W0R6Re0pKJ071+zZE8
    /NF0pqpp4gojwtI6Wbrx+72XFQU05TeKPod9In4bmH8wqUg4m0WG2C5c
    -----END PRIVATE KEY-----
    """

  private static let otherCertificate = """
    -----BEGIN CERTIFICATE-----
    MIIBjTCCATSgAwIBAgIUZO6d7lrf0hyheU3msb980ltxqTkwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UEAwwPU2x1aWNlIHRlc3RzIENBMCAXDTI2MTEyOTAwMjQzMFoYDzIx
    MjYxMTA1MDAyNDMwWjAQMQ4wDAYDVQQDDAVvdGhlcjBZMBMGByqGSM49AgEGCCqG
    SM49AwEHA0IABC7kwNe8XemHx9rIAGRDNpmrHBEyF/b5rOp1gjpMst7jm9rK8xZw
    rrDb6Bo0OW1hBohEvUoKwQDdN6VXq0BOFsmjYDBeMBwGA1UdEQQVMBOCEWVsc2V3
    aGVyZS5leGFtcGxlMB0GA1UdDgQWBBQU/4SzpZQvzQb606mPycE+I0XGxzAfBgNV
    HSMEGDAWgBQEMjhf64/Uvvp2Rm2AAbOdIMoWSjAKBggqhkjOPQQDAgNHADBEAiB/
    br7bog+/xtCpF1i9Elzi/oa9LhU7Cr/UPWLxy/zjpgIgUXSbXdG8Xq39HIwnsbaq
    D6WcS91/xfaJHRq3lZXRq70=
    -----END CERTIFICATE-----
    """

  private static let otherKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGe0nqvKhmQSzWRWK
    UwzG2k2jRDEIyfwg4G+6eKaFg8qhRANCAAQu5MDXvF3ph8fayABkQzaZqxwRMhf2
    +azqdYI6TLLe45vayvMWcK6w2+gaNDltYQaIRL1KCsEA3TelV6tAThbJ
    -----END PRIVATE KEY-----
    """

  private static let expiredCertificate = """
    -----BEGIN CERTIFICATE-----
    MIIBejCCAR+gAwIBAgIBATAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9TbHVpY2Ug
    dGVzdHMgQ0EwHhcNMjAwMTAxMDAwMDAwWhcNMjAwMjAxMDAwMDAwWjASMRAwDgYD
    VQQDDAdleHBpcmVkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEn/OO8nqR0lZu
    8ViONG8fZINjDpjeowubd6kbUG8fvQrXlUDotxSIr5e+43l8VKnGjuaV+ObK7EZE
    vUZx3V6l36NeMFwwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMB0GA1UdDgQW
    BBRcMoV8gF1gQsERK6JyXINrje/HzjAfBgNVHSMEGDAWgBQEMjhf64/Uvvp2Rm2A
    AbOdIMoWSjAKBggqhkjOPQQDAgNJADBGAiEApWNj1U/nP3Zni80d1aihWX+JAryN
    iJzVsixIlGVrev8CIQC08gmtvShor9ewbsOPyB/4GmSyEdPEk+BqLUe6DeKWHA==
    -----END CERTIFICATE-----
    """

  private static let expiredKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQguHgDDMKdpqCUdNEn
    FHiiDJklV+7LsXmMwfqFZok/U1ChRANCAASf847yepHSVm7xWI40bx9kg2MOmN6j
    C5t3qRtQbx+9CteVQOi3FIivl77jeXxUqcaO5pX45srsRkS9RnHdXqXf
    -----END PRIVATE KEY-----
    """
}
