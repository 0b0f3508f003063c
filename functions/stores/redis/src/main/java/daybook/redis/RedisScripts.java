package daybook.redis;

import daybook.core.port.StoreException;
import daybook.core.protocol.Form;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
   * Most arguments of a command, its own name included: what ElastiCache Serverless takes. No step
   * comes near it, for what may be many travels as one JSON argument.
   */
  static final int ARGUMENTS_MAX = 3_999;

  /** EVALSHA, the digest and the number of keys. */
  private static final int ARGUMENTS_OF_EVAL = 3;

  private static final Map<Name, Script> SCRIPTS = new ConcurrentHashMap<>();

  /**
   * What works on a state of any form: the totals of a day have the same shape in all of them, so
   * that there always are answers.
   */
  private static final String UNGATED = "read";

  private final RedisConnection connection;
  private final int newestForm;

  /**
   * Runs them there.
   *
   * @param newestForm the newest form of a Redis that is worked on
   */
  RedisScripts(RedisConnection connection, int newestForm) {
    this.connection = connection;
    this.newestForm = newestForm;
  }

  /**
   * Runs a script with the keys that all of them know.
   *
   * @param name the resource, without {@code .lua}; names the step in exceptions
   * @param furtherKeys become KEYS[10] and so on
   * @param arguments become ARGV[3] and so on
   * @throws StoreException if Redis fails or refuses
   * @throws IllegalArgumentException if there are more than {@link #ARGUMENTS_MAX}; nothing is sent
   */
  Reply run(String name, List<String> furtherKeys, List<byte[]> arguments) {
    Script script = SCRIPTS.computeIfAbsent(new Name(name, newestForm), RedisScripts::load);
    List<byte[]> keys = new ArrayList<>();
    connection.keys().fixed().forEach(key -> keys.add(bytes(key)));
    furtherKeys.forEach(key -> keys.add(bytes(key)));
    List<byte[]> all = new ArrayList<>();
    all.add(bytes(connection.keys().totalsPrefix()));
    all.add(bytes(connection.keys().recordPrefix()));
    all.addAll(arguments);
    requireFew(name, ARGUMENTS_OF_EVAL + keys.size() + all.size());
    return new Reply(name, connection.ask(name, redis -> run(redis, script, keys, all)));
  }

  private static void requireFew(String name, int arguments) {
    if (arguments > ARGUMENTS_MAX) {
      throw new IllegalArgumentException(
          "%s: expected at most %d arguments, found %d".formatted(name, ARGUMENTS_MAX, arguments));
    }
  }

  private static Object run(
      UnifiedJedis redis, Script script, List<byte[]> keys, List<byte[]> arguments) {
    try {
      return redis.evalsha(bytes(script.digest()), keys, arguments);
    } catch (JedisNoScriptException e) {
      // The server did nothing: it does not know this digest.
      return redis.eval(bytes(script.text()), keys, arguments);
    }
  }

  /** Loads a script, unless it is. */
  static void prepare(String name) {
    SCRIPTS.computeIfAbsent(new Name(name, Form.NEWEST), RedisScripts::load);
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
