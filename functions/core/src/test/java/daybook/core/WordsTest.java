package daybook.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WordsTest {

  private final Words words = new Words();

  private int find(String word) {
    byte[] in = ("<" + word + ">").getBytes(US_ASCII);
    int found = words.find(in, 1, in.length - 1, Words.hash(in, 1, in.length - 1));
    // Neither whatever follows it nor how often it was found makes another word of it.
    for (String behind : List.of("", "\0".repeat(16), "another word that is longer", "")) {
      byte[] longer = ("<" + word + behind).getBytes(US_ASCII);
      assertThat(words.find(longer, 1, in.length - 1)).as(word).isEqualTo(found);
    }
    return found;
  }

  private int add(String word) {
    byte[] in = ("<" + word + ">").getBytes(US_ASCII);
    return words.add(in, 1, in.length - 1);
  }

  @Test
  void wordsAreNumberedAsTheyComeHoweverManyThereAre() {
    Random random = new Random(1);
    List<String> known = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String word = Long.toString(random.nextLong() >>> random.nextInt(60), 36) + "_" + i;
      assertThat(find(word)).isEqualTo(-1);
      assertThat(add(word)).isEqualTo(i);
      known.add(word);
    }
    assertThat(words.size()).isEqualTo(known.size());
    for (int i = 0; i < known.size(); i++) {
      assertThat(find(known.get(i))).isEqualTo(i);
      assertThat(words.word(i)).isEqualTo(known.get(i).getBytes(US_ASCII));
    }
  }

  @Test
  void wordsOfTheSameHashAreDifferentWords() {
    // 31 * 'A' + 'a' is 31 * 'B' + 'B'.
    List<String> alike = List.of("AaAa", "AaBB", "BBAa", "BBBB");
    assertThat(alike).extracting(String::hashCode).containsOnly(alike.get(0).hashCode());
    alike.forEach(this::add);
    assertThat(alike).extracting(this::find).containsExactly(0, 1, 2, 3);
    assertThat(find("AaB")).isEqualTo(-1);
    assertThat(find("AaBBA")).isEqualTo(-1);
  }

  @Test
  void wordsThatDifferInTheirLengthAloneAreDifferentWords() {
    List<String> alike = IntStream.range(0, 20).mapToObj("\0"::repeat).toList();
    alike.forEach(this::add);
    for (int round = 0; round < 2; round++) {
      for (String word : alike) {
        assertThat(find(word)).isEqualTo(word.length());
      }
    }
  }

  @Test
  void wordIsTakenInOnce() {
    assertThat(add("")).isZero();
    assertThat(find("")).isZero();
    add("visa");
    assertThatThrownBy(() -> add("visa"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("visa");
    assertThatThrownBy(() -> words.word(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bytesOfAWordAreItsOwn() {
    byte[] in = "visa".getBytes(US_ASCII);
    words.add(in, 0, in.length);
    in[0] = 'V';
    assertThat(find("visa")).isZero();
    assertThat(find("Visa")).isEqualTo(-1);
  }
}
