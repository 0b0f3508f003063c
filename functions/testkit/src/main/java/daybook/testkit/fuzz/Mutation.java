package daybook.testkit.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes inputs at random, by bytes, by lines and by words that mean something. */
final class Mutation {

  private static final int CHANGES_MAX = 6;

  /** Longest piece that is taken out, doubled or taken over, in bytes. */
  private static final int PIECE_MAX = 64;

  private final Random random;
  private final List<byte[]> words;
  private final int bytesMax;

  Mutation(Random random, List<byte[]> words, int bytesMax) {
    this.random = random;
    this.words = List.copyOf(words);
    this.bytesMax = bytesMax;
  }

  /** One input changed a few times, perhaps by pieces of another. */
  byte[] of(byte[] input, byte[] other) {
    byte[] changed = input;
    int changes = 1 + random.nextInt(CHANGES_MAX);
    for (int i = 0; i < changes; i++) {
      changed = once(changed, other);
    }
    return changed.length > bytesMax ? without(changed, bytesMax, changed.length) : changed;
  }

  private byte[] once(byte[] input, byte[] other) {
    int at = random.nextInt(input.length + 1);
    return switch (random.nextInt(9)) {
      case 0 -> replaced(input, at, new byte[] {(byte) random.nextInt(256)}, 1);
      case 1 -> flipped(input, at);
      case 2 -> without(input, at, 1 + random.nextInt(PIECE_MAX));
      case 3 -> replaced(input, at, piece(input), 0);
      case 4 -> replaced(input, at, piece(other), 0);
      case 5 -> replaced(input, at, word(), 0);
      case 6 -> replaced(input, at, word(), 1 + random.nextInt(8));
      case 7 -> without(input, at, input.length);
      default -> replaced(input, lineStart(input, at), line(other), 0);
    };
  }

  private static byte[] flipped(byte[] input, int at) {
    byte[] flipped = input.clone();
    if (at < flipped.length) {
      flipped[at] ^= (byte) (1 << (at % Byte.SIZE));
    }
    return flipped;
  }

  private byte[] word() {
    return words.get(random.nextInt(words.size()));
  }

  private byte[] piece(byte[] from) {
    int start = random.nextInt(from.length + 1);
    int length = Math.min(random.nextInt(PIECE_MAX), from.length - start);
    return Arrays.copyOfRange(from, start, start + length);
  }

  private byte[] line(byte[] from) {
    int start = lineStart(from, random.nextInt(from.length + 1));
    int end = start;
    while (end < from.length && from[end] != '\n') {
      end++;
    }
    return Arrays.copyOfRange(from, start, Math.min(end + 1, from.length));
  }

  private static int lineStart(byte[] input, int at) {
    int start = at;
    while (start > 0 && input[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static byte[] replaced(byte[] input, int at, byte[] by, int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, at);
    out.writeBytes(by);
    int rest = Math.min(at + count, input.length);
    out.write(input, rest, input.length - rest);
    return out.toByteArray();
  }

  /** An input with a piece left out. */
  static byte[] without(byte[] input, int at, int count) {
    return replaced(input, at, new byte[0], count);
  }
}
