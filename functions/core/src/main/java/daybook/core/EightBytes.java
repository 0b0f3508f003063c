package daybook.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes as one number, the first of them lowest, so that one look takes all of them. */
public final class EightBytes {

  private static final VarHandle VIEW =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long HIGH_HALVES = 0xF0F0_F0F0_F0F0_F0F0L;
  private static final long SIXES = 0x0606_0606_0606_0606L;

  private EightBytes() {}

  /**
   * Those from an index on.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public static long at(byte[] in, int index) {
    return (long) VIEW.get(in, index);
  }

  /** Those of a text of eight ASCII characters. */
  public static long of(String text) {
    long bytes = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      bytes |= (long) text.charAt(i) << (Byte.SIZE * i);
    }
    return bytes;
  }

  /** Whether each byte is 0 to 9: what digits are once their {@code '0'} is taken away. */
  public static boolean areDigits(long bytes) {
    return ((bytes | (bytes + SIXES)) & HIGH_HALVES) == 0;
  }
}
