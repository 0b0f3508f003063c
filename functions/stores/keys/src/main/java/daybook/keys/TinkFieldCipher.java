package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.EventLog;
import daybook.core.port.FieldCipher;
import daybook.core.port.KeySets;
import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.port.StoreException;
import daybook.core.record.SealedText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals by Tink. The keys are read from MongoDB and unwrapped when the first text needs them, kept
 * in memory only, and forgotten by {@link #close()}; after that the next text reads them anew. Safe
 * for use by several threads, and by any number of processes at once.
 */
public final class TinkFieldCipher implements FieldCipher, AutoCloseable {

  /**
   * How long texts are sealed without a look whether there is a newer key. A look is one read of
   * MongoDB, and a call of KMS only where there is one.
   */
  public static final Duration REMEMBERED_MAX = Duration.ofMinutes(10);

  /**
   * Time between two looks for keys that were not known: texts of a key that is nowhere must not
   * cost a read of MongoDB each.
   */
  public static final Duration UNKNOWN_KEY_LOOKS_MIN = Duration.ofMinutes(1);

  private static final String STORE = "Field cipher";

  /** Of every ciphertext of Tink that begins with the id of its key. */
  private static final byte TINK_PREFIX = 1;

  private final KeySource source;
  private final @Nullable KeyWrapping wrapping;
  private final KeySets keySets;
  private final InstantSource clock;
  private @Nullable Opened opened;
  private Instant lookedAt = Instant.EPOCH;
  private Instant lookedForUnknownAt = Instant.EPOCH;

  /** What is in memory. */
  private record Opened(WrappedKeySet wrapped, FieldKeySet keys) {
    @Override
    public String toString() {
      return "revision " + wrapped.revision();
    }
  }

  /**
   * Reads no key yet; loads Tink where there is something to seal with.
   *
   * @param database whose texts it seals, for KMS's encryption context
   * @param log hears of a key file that its file system does not protect
   * @param clock the time of day: a monotonic clock may stand still while a function is frozen
   */
  public TinkFieldCipher(
      KeysSettings settings, String database, KeySets keySets, EventLog log, InstantSource clock) {
    this(settings.source(), wrapping(settings, database, log), keySets, clock);
  }

  /** The same with another way to wrap. */
  TinkFieldCipher(
      KeySource source, @Nullable KeyWrapping wrapping, KeySets keySets, InstantSource clock) {
    this.source = source;
    this.wrapping = wrapping;
    this.keySets = keySets;
    this.clock = clock;
    if (wrapping != null) {
      FieldKeySet.prepare();
    }
  }

  private static @Nullable KeyWrapping wrapping(
      KeysSettings settings, String database, EventLog log) {
    if (settings.source() instanceof KeySource.Kms kms) {
      return new KmsWrapping(settings, kms.arn(), database);
    }
    return settings.source() instanceof KeySource.LocalFile file
        ? new FileWrapping(file.path(), log)
        : null;
  }

  @Override
  public SealedText seal(Place place, String text) {
    byte[] bytes = utf8(text);
    FieldKeySet keys = newest().keys();
    try {
      byte[] sealed = keys.aead().encrypt(bytes, PlaceBytes.of(place));
      return new SealedText(place.version(), Base64.getEncoder().encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new StoreException(STORE, operation("seal", place), "it cannot be encrypted", e);
    }
  }

  /** Without the cause, which knows where in the text it stands. */
  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("expected a text of whole characters, found half of one");
    }
  }

  @Override
  public String open(Place place, SealedText sealed) {
    String operation = operation("open", place);
    byte[] bytes = bytes(sealed).orElseThrow(() -> unreadable(operation));
    int keyId = keyId(bytes).orElseThrow(() -> unreadable(operation));
    if (sealed.version() != place.version()) {
      throw unreadable(operation);
    }
    Opened holder = having(keyId);
    if (!holder.keys().has(keyId)) {
      throw new StoreException(
          STORE,
          operation,
          "it is sealed with key %s, which is not among the %d of %s in MongoDB, wrapped by %s"
              .formatted(FieldKeySet.name(keyId), holder.keys().size(), holder, source.text()));
    }
    try {
      return new String(holder.keys().aead().decrypt(bytes, PlaceBytes.of(place)), UTF_8);
    } catch (GeneralSecurityException e) {
      throw unreadable(operation);
    }
  }

  private static StoreException unreadable(String operation) {
    return new StoreException(
        STORE, operation, "expected a text that was sealed for this place, and that is whole");
  }

  private static String operation(String verb, Place place) {
    return "%s %s of version %d of %s in %s"
        .formatted(verb, place.field(), place.version(), place.id(), place.collection());
  }

  /**
   * Whether a text is sealed with the key that seals now. Where not, it opens all the same; sealed
   * again it would no longer need the older key.
   *
   * @throws StoreException if the keys cannot be had
   */
  public boolean isOfNewestKey(SealedText sealed) {
    Optional<Integer> keyId = bytes(sealed).flatMap(TinkFieldCipher::keyId);
    return keyId.isPresent() && keyId.get() == newest().keys().primaryId();
  }

  /**
   * Adds a key that seals from now on; what was sealed before opens as it did. Others find it by
   * the first text that is sealed with it, or after {@link #REMEMBERED_MAX}. Where somebody else
   * has added one since this began, that is the new one.
   *
   * @return the revision of the key set that has it
   * @throws StoreException if the keys cannot be had or kept, or are as many as there may be
   */
  public synchronized long rotate() {
    Opened current = look();
    if (current.keys().size() >= FieldKeySet.KEYS_MAX) {
      throw new StoreException(
          STORE,
          "rotate the field keys",
          "expected fewer than %d keys, found as many".formatted(FieldKeySet.KEYS_MAX));
    }
    byte[] next = current.keys().rotated().serialized();
    keySets.replace(required().wrap(current.wrapped().revision() + 1, next));
    Arrays.fill(next, (byte) 0);
    return look().wrapped().revision();
  }

  private static Optional<byte[]> bytes(SealedText sealed) {
    try {
      return Optional.of(Base64.getDecoder().decode(sealed.base64()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> keyId(byte[] bytes) {
    return bytes.length > Integer.BYTES && bytes[0] == TINK_PREFIX
        ? Optional.of(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt())
        : Optional.empty();
  }

  /** The keys, looked at not long ago. */
  private synchronized Opened newest() {
    Opened held = opened;
    return held == null || isOver(lookedAt, REMEMBERED_MAX) ? look() : held;
  }

  /** The keys in memory, and newer ones where this one is not among them. */
  private synchronized Opened having(int keyId) {
    Opened held = opened == null ? look() : opened;
    if (held.keys().has(keyId) || !isOver(lookedForUnknownAt, UNKNOWN_KEY_LOOKS_MIN)) {
      return held;
    }
    Opened looked = look();
    lookedForUnknownAt = clock.instant();
    return looked;
  }

  /** Also where the clock was set back, which would make it last for long. */
  private boolean isOver(Instant since, Duration time) {
    Instant now = clock.instant();
    return now.isBefore(since) || !now.isBefore(since.plus(time));
  }

  /** Reads the newest keys, and begins them where there never were any. */
  private Opened look() {
    KeyWrapping by = required();
    WrappedKeySet wrapped = keySets.newest().orElseGet(() -> begun(by));
    Opened held = opened;
    if (held == null || !held.wrapped().equals(wrapped)) {
      held = new Opened(wrapped, unwrapped(by, wrapped));
      opened = held;
    }
    lookedAt = clock.instant();
    return held;
  }

  private WrappedKeySet begun(KeyWrapping by) {
    byte[] first = FieldKeySet.first().serialized();
    keySets.begin(by.wrap(1, first));
    Arrays.fill(first, (byte) 0);
    return keySets
        .newest()
        .orElseThrow(() -> new StoreException(STORE, "begin the field keys", "they were not kept"));
  }

  private FieldKeySet unwrapped(KeyWrapping by, WrappedKeySet wrapped) {
    byte[] bytes = by.unwrap(wrapped);
    try {
      return FieldKeySet.parse(bytes);
    } catch (GeneralSecurityException e) {
      // Without the cause, which may quote the bytes.
      throw new StoreException(
          STORE,
          "read the field keys",
          "expected keys of AES256-GCM in revision %d in MongoDB, wrapped by %s, found something else"
              .formatted(wrapped.revision(), source.text()));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private KeyWrapping required() {
    KeyWrapping by = wrapping;
    if (by == null) {
      throw new StoreException(
          STORE,
          "read the field keys",
          KeysSettings.FIELD_KEYS + " is not set: expected kms:<ARN of a key> or file:<path>");
    }
    return by;
  }

  /** Forgets the keys: nothing of them is in a snapshot. The next text reads them anew. */
  @Override
  public synchronized void close() {
    opened = null;
  }

  /** Where the keys come from, never the keys. */
  @Override
  public String toString() {
    return "TinkFieldCipher[" + source.text() + "]";
  }
}
