package daybook.reading;

import daybook.core.PaymentMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads by which payment method a transaction was. Not safe for threads. */
final class MethodReader {

  private static final int NONE = -1;

  private final Layout.Method rule;
  private final MoneyReader money;
  private final @Nullable PaymentMethods methods;
  private final int column;
  private final @Nullable CellWords words;

  /** Names that come from the mapping. */
  private final List<byte[]> names = new ArrayList<>();

  private int otherwise = NONE;
  private byte[] in = new byte[0];
  private int start;
  private int end;
  private int index;

  /** Where {@link #isName} found that there is no name. */
  private int faulty;

  MethodReader(Layout.Method rule, MoneyReader money, @Nullable PaymentMethods methods) {
    this.rule = rule;
    this.money = money;
    this.methods = methods;
    if (rule instanceof Layout.Method.Column one) {
      column = one.column();
      words = words(one.names());
      one.otherwise().ifPresent(name -> otherwise = add(name));
    } else {
      column = Layout.ABSENT;
      words = null;
      if (rule instanceof Layout.Method.Constant constant) {
        add(constant.name());
      } else {
        ((Layout.Method.FirstNotZero) rule).names().forEach(this::add);
      }
    }
  }

  private @Nullable CellWords words(Map<String, String> given) {
    if (given.isEmpty()) {
      return null;
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    given.forEach((word, name) -> numbers.put(word, add(name)));
    return new CellWords(numbers);
  }

  private int add(String name) {
    names.add(RowParser.utf8(name));
    return names.size() - 1;
  }

  /** Whether the row names a payment method. */
  boolean isName(Fields row) {
    faulty = column;
    if (rule instanceof Layout.Method.Column) {
      return isNameInColumn(row);
    }
    if (rule instanceof Layout.Method.FirstNotZero first) {
      faulty = first.columns().get(0);
      for (int i = 0; i < first.columns().size(); i++) {
        int amount = first.columns().get(i);
        if (money.isMoney(row, amount)) {
          // Of what is no amount nobody knows whether it is zero.
          faulty = amount;
          return money.isAmount(row, amount) && take(i);
        }
      }
      return false;
    }
    return take(0);
  }

  private boolean isNameInColumn(Fields row) {
    in = row.bytes();
    start = row.trimmedStart(column);
    end = row.trimmedEnd(column);
    int known = words == null ? CellWords.UNKNOWN : words.find(in, start, end);
    if (known != CellWords.UNKNOWN) {
      return take(known);
    }
    if (start == end && otherwise != NONE) {
      return take(otherwise);
    }
    // Whatever an accepted row had was looked at then.
    index = methods == null ? NONE : methods.index(in, start, end);
    return index >= 0 || PaymentMethod.isName(in, start, end);
  }

  private boolean take(int name) {
    in = names.get(name);
    start = 0;
    end = in.length;
    index = methods == null ? NONE : methods.index(in, start, end);
    return true;
  }

  /** Takes the name of the last row in; false where it would be one too many in the file. */
  boolean admit() {
    if (index < 0) {
      index = methods == null ? 0 : methods.admit(in, start, end);
    }
    return index >= 0;
  }

  /** Its name, as long as the row's bytes are there; it may not be admitted. */
  String name() {
    return methods != null && index >= 0
        ? methods.name(index)
        : new String(in, start, end - start, StandardCharsets.UTF_8);
  }

  /** Its number among the file's payment methods. */
  int index() {
    return index;
  }

  /** The column in which the last row has no name; where there are several, the first faulty. */
  int faulty() {
    return faulty;
  }

  /** The column, or {@link Layout#ABSENT} where there is not one. */
  int column() {
    return column;
  }

  /** The columns whose amounts name it, if they do. */
  List<Integer> amounts() {
    return rule instanceof Layout.Method.FirstNotZero first ? first.columns() : List.of();
  }
}
