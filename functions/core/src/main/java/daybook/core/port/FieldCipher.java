package daybook.core.port;

import daybook.core.record.SealedText;
import daybook.core.record.TransactionId;

/**
 * Seals names and free text, field by field. Every method throws {@link StoreException} where the
 * keys cannot be had, and says which ones.
 */
public interface FieldCipher {

  /**
   * Where a text stands. What was sealed for one place opens in no other.
   *
   * @param collection of MongoDB
   * @param id of the document
   * @param field of the document
   * @param version of the document that brought the text, at least 1
   */
  record Place(String collection, String id, String field, long version) {
    /** Of a transaction. */
    public static Place of(TransactionId id, String field, long version) {
      return new Place("Transactions", id.value(), field, version);
    }
  }

  /**
   * Seals a text with the newest key; the same text again gives another ciphertext.
   *
   * @throws IllegalArgumentException if the text has half a character, which no UTF-8 can hold
   */
  SealedText seal(Place place, String text);

  /**
   * Opens what was sealed for this place, with whichever key.
   *
   * @throws StoreException if it was sealed for another place, with a key that is not there, or is
   *     damaged; the message says which place, and nothing of the text
   */
  String open(Place place, SealedText sealed);
}
