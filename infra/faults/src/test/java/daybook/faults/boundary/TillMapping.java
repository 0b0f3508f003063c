package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Two mappings of one name, by which the rows of one file are of other payment methods. */
enum TillMapping {
  BY_HOW("How"),
  BY_TILL("Till");

  /** Where it lies in the import bucket, one in place of the other. */
  static final String KEY = "mappings/till.json";

  /** First line of the files that it is for. */
  static final String HEADER = "When,Kind,How,Till,Paid,Cur.,State\n";

  private static final int FOLDER_DIGITS = 16;

  private final String method;

  TillMapping(String method) {
    this.method = method;
  }

  /** What lies in the bucket. */
  byte[] document() {
    return """
        {"name": "till", "title": "Till",
         "match": {"header": ["When", "Kind", "How", "Till", "Paid"]},
         "timestamp": {"column": "When", "format": "dd.MM.yyyy HH:mm"},
         "type": {"column": "Kind", "words": {"in": "deposit", "out": "withdrawal"}},
         "amount": {"column": "Paid"},
         "payment_method": {"column": "%s"},
         "currency": {"column": "Cur."},
         "status": {"column": "State", "words": {"ok": "approved", "no": "declined"}}}
        """
        .formatted(method)
        .getBytes(UTF_8);
  }

  /** What this mapping makes of a row's method. */
  String method(String how) {
    return this == BY_HOW ? how : "till_" + how;
  }

  private String hash() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the ledger names it. */
  String reference() {
    return "till@" + hash();
  }

  /** The folder of rejects below that of their import. */
  String rejectsFolder() {
    return "/" + hash().substring(0, FOLDER_DIGITS);
  }
}
