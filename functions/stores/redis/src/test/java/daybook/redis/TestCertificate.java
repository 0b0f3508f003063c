package daybook.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.SslOptions;

/**
 * A certificate that signed itself, made by the JDK's keytool, as files that a server reads.
 *
 * @param store with both, PKCS #12
 * @param certificate PEM
 * @param key PEM
 */
record TestCertificate(Path store, Path certificate, Path key) {

  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "server";
  private static final int KEYTOOL_SECONDS_MAX = 30;

  /**
   * Makes one.
   *
   * @param name whose it is, such as {@code dns:cache.example} or {@code ip:127.0.0.1}
   */
  static TestCertificate make(Path directory, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve("server.p12");
    keytool(store, name);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new TestCertificate(
        store,
        pem(directory, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()),
        pem(directory, "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
  }

  private static void keytool(Path store, String name) throws IOException, InterruptedException {
    Path log = store.resolveSibling("keytool.log");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=daybook-test",
                    "-ext",
                    "san=" + name,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = keytool.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS);
    if (!ended) {
      keytool.destroyForcibly();
    }
    if (!ended || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool made no certificate: " + Files.readString(log));
    }
  }

  private static Path pem(Path directory, String kind, byte[] der) throws IOException {
    Path file = directory.resolve(kind.replace(' ', '-') + ".pem");
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind));
  }

  /** Trust in this certificate only; the server's name is checked. */
  SslOptions trust() {
    return SslOptions.builder()
        .truststore(store.toFile(), PASSWORD.toCharArray())
        .trustStoreType("PKCS12")
        .build();
  }
}
