package daybook.redis;

import daybook.core.port.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs the scripts: by their digest, or by their text where the server does not know them, be it
 * the first time or after a restart. Safe for use by several threads.
 */
final class RedisScripts {

  /** A script as it is sent. */
  private record Script(String text, String digest) {}

  /** Which script: its resource, and the newest form that whoever runs it knows. */
  private record Name(String resource, int newestForm) {}

  /**
   * Most calls of one step. A second one is usual where only the script finds out which keys it
   * needs; each further one means that somebody made a day or an import between two calls, some
   * hundred microseconds apart. An aggregator that makes a day with each of its steps comes between
   * most of them, so that a few calls are too few beside it.
   */
  static final int CALLS_MAX = 64;

  /** What a step answers that needs keys which were not declared; it has changed nothing. */
  private static final String KEYS_NEEDED = "KEYS_NEEDED";

  /** EVALSHA, the digest and the number of keys; and the two prefixes. */
  private static final int ARGUMENTS_OF_ALL = 5;

  private static final Map<Name, Script> SCRIPTS = new ConcurrentHashMap<>();

  /**
   * What works on a state of any form: the totals of a day have the same shape in all of them, so
   * that there always are answers.
   */
  private static final String UNGATED = "read";

  private final RedisConnection connection;
  private final int newestForm;

  /**
   * @param newestForm the newest form of a Redis that is worked on
   */
  RedisScripts(RedisConnection connection, int newestForm) {
    this.connection = connection;
    this.newestForm = newestForm;
  }

  /**
   * Runs a script with every key that it touches declared: the fixed ones, and those hashes and
   * records that the caller or, from its second call on, the script itself names. Each call is one
   * atomic step, and all but the last one change nothing; so from outside they are one step.
   *
   * @param name the resource, without {@code .lua}; names the step in exceptions
   * @param hashesAndRecords those that the caller knows the script to need; become KEYS[10] and so
   *     on
   * @param arguments become ARGV[3] and so on
   * @throws StoreException if Redis fails or refuses, or where the script needs more keys than a
   *     command has room for; nothing was changed then
   * @throws IllegalArgumentException if there are more arguments than this kind of server takes;
   *     nothing is sent
   */
  Reply run(String name, List<String> hashesAndRecords, List<byte[]> arguments) {
    Script script = SCRIPTS.computeIfAbsent(new Name(name, newestForm), RedisScripts::load);
    List<byte[]> known = hashesAndRecords.stream().map(RedisScripts::bytes).toList();
    int argumentsMax = connection.mode().argumentsMax();
    if (known.size() > keysMax(arguments.size())) {
      throw new IllegalArgumentException(
          "%s: expected at most %d arguments, found %d"
              .formatted(
                  name, argumentsMax, argumentsMax - keysMax(arguments.size()) + known.size()));
    }
    return connection.askRepeatedly(name, redis -> run(redis, script, name, known, arguments));
  }

  /** Most hashes and records that one call has room for, beside so many arguments of its own. */
  int keysMax(int arguments) {
    return connection.mode().argumentsMax()
        - ARGUMENTS_OF_ALL
        - connection.keys().fixed().size()
        - arguments;
  }

  private Reply run(
      Supplier<UnifiedJedis> redis,
      Script script,
      String name,
      List<byte[]> known,
      List<byte[]> arguments) {
    List<byte[]> declared = known;
    for (int calls = 0; calls < CALLS_MAX; calls++) {
      Reply reply = new Reply(name, call(redis, script, keys(declared), all(arguments)));
      List<byte[]> needed = keysNeeded(reply);
      if (needed.isEmpty()) {
        return reply;
      }
      if (needed.size() > keysMax(arguments.size())) {
        throw new StoreException(
            "Redis",
            name,
            ("it needs %d keys, a call has room for %d. Empty this Redis: it comes back from the"
                    + " last checkpoint by itself")
                .formatted(needed.size(), keysMax(arguments.size())));
      }
      declared = needed;
    }
    throw new StoreException("Redis", name, "other keys were needed at each of its calls");
  }

  /** What the step needs to have declared; empty where it has ended. */
  private static List<byte[]> keysNeeded(Reply reply) {
    if (!(reply.value() instanceof List<?> list)
        || list.size() != 2
        || !(list.get(0) instanceof byte[] word)
        || !Arrays.equals(word, bytes(KEYS_NEEDED))) {
      return List.of();
    }
    return reply.list().get(1).list().stream().map(Reply::bytes).toList();
  }

  private List<byte[]> keys(List<byte[]> hashesAndRecords) {
    List<byte[]> keys = new ArrayList<>();
    connection.keys().fixed().forEach(key -> keys.add(bytes(key)));
    keys.addAll(hashesAndRecords);
    return keys;
  }

  private List<byte[]> all(List<byte[]> arguments) {
    List<byte[]> all = new ArrayList<>();
    all.add(bytes(connection.keys().totalsPrefix()));
    all.add(bytes(connection.keys().recordPrefix()));
    all.addAll(arguments);
    return all;
  }

  private static Object call(
      Supplier<UnifiedJedis> redis, Script script, List<byte[]> keys, List<byte[]> arguments) {
    try {
      return redis.get().evalsha(bytes(script.digest()), keys, arguments);
    } catch (JedisNoScriptException e) {
      // The server did nothing: it does not know this digest.
      return redis.get().eval(bytes(script.text()), keys, arguments);
    }
  }

  private static Script load(Name name) {
    String text = resource("common") + "\n" + gate(name) + resource(name.resource());
    return new Script(text, sha1(bytes(text)));
  }

  private static String gate(Name name) {
    return name.resource().equals(UNGATED)
        ? ""
        : "local NEWEST_FORM = " + name.newestForm() + "\n" + resource("gate") + "\n";
  }

  private static String resource(String name) {
    String file = name + ".lua";
    try (InputStream in = RedisScripts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /** Hexadecimal SHA-1, by which Redis names scripts. */
  static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** Text as Redis takes it. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Numbers and texts as arguments. */
  static List<byte[]> arguments(Object... values) {
    List<byte[]> arguments = new ArrayList<>();
    for (Object value : values) {
      arguments.add(bytes(value.toString()));
    }
    return arguments;
  }
}
