package daybook.transactions;

import daybook.core.port.FieldCipher;
import daybook.core.port.FieldCipher.Place;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names and free text on their way into documents, and as they lie there. */
public final class SealedTexts {

  private final FieldCipher cipher;

  /** Sealed by this cipher. */
  public SealedTexts(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** Those of a first version. */
  public SortedMap<String, SealedText> seal(TransactionId id, Map<String, String> texts) {
    SortedMap<String, SealedText> sealed = new TreeMap<>();
    texts.forEach((field, text) -> sealed.put(field, cipher.seal(Place.of(id, field, 1), text)));
    return sealed;
  }

  /**
   * Whether a transaction was born with these, as far as its document still says. What was changed,
   * taken away or forgotten since cannot be compared any more.
   */
  public boolean isBornWith(TransactionRecord record, Map<String, String> texts) {
    for (Map.Entry<String, SealedText> entry : record.texts().entrySet()) {
      SealedText sealed = entry.getValue();
      String given = texts.get(entry.getKey());
      if (sealed.version() == 1
          && (given == null || !given.equals(open(record.id(), entry.getKey(), sealed)))) {
        return false;
      }
    }
    // A version that nobody has changed has all that it was born with.
    return record.version() > 1 || record.texts().keySet().containsAll(texts.keySet());
  }

  /**
   * What a transaction's texts say, by field.
   *
   * @throws daybook.core.port.StoreException if one cannot be opened
   */
  public SortedMap<String, String> opened(TransactionRecord record) {
    SortedMap<String, String> opened = new TreeMap<>();
    record.texts().forEach((field, text) -> opened.put(field, open(record.id(), field, text)));
    return opened;
  }

  private String open(TransactionId id, String field, SealedText sealed) {
    return cipher.open(Place.of(id, field, sealed.version()), sealed);
  }

  /**
   * The texts of the next version.
   *
   * @param changes by field; empty where a text is to go away
   * @return the sealed ones; those that stay the same are those of the record
   */
  public SortedMap<String, SealedText> changed(
      TransactionRecord record, Map<String, Optional<String>> changes) {
    SortedMap<String, SealedText> next = new TreeMap<>(record.texts());
    changes.forEach(
        (field, text) -> {
          SealedText before = record.texts().get(field);
          if (text.isEmpty()) {
            next.remove(field);
          } else if (before == null || !text.get().equals(open(record.id(), field, before))) {
            Place place = Place.of(record.id(), field, record.version() + 1);
            next.put(field, cipher.seal(place, text.get()));
          }
        });
    return Collections.unmodifiableSortedMap(next);
  }
}
