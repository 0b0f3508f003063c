package daybook.local.proposal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.reading.value.AmountFormat.Grouping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proposes which columns say how much it was, and in which form. */
final class AmountProposal {

  private static final Map<Grouping, String> GROUPINGS =
      Map.of(
          Grouping.COMMA, ",", Grouping.POINT, ".", Grouping.APOSTROPHE, "'", Grouping.BLANK, " ");

  private final Draft draft;

  AmountProposal(Draft draft) {
    this.draft = draft;
  }

  /** How much; whether the sign or one of two columns says which way it went. */
  boolean propose() {
    Optional<Integer> credit = numeric(ColumnRole.CREDIT);
    Optional<Integer> debit = numeric(ColumnRole.DEBIT);
    if (credit.isPresent() && debit.isPresent() && !credit.equals(debit)) {
      List<String> values = new ArrayList<>(draft.table.values(credit.get()));
      values.addAll(draft.table.values(debit.get()));
      draft.used.addAll(List.of(credit.get(), debit.get()));
      form(values)
          .ifPresent(
              form -> {
                ObjectNode amount = draft.document.putObject("amount");
                amount
                    .put("credit", draft.name(credit.get()))
                    .put("debit", draft.name(debit.get()));
                strip(amount, form);
              });
      return true;
    }
    Optional<Integer> column = numeric(ColumnRole.AMOUNT);
    if (column.isEmpty()) {
      openAmount();
      return false;
    }
    draft.used.add(column.get());
    draft.others(ColumnRole.AMOUNT, column.get(), "amount");
    Optional<AmountSniffer.Form> form = form(draft.table.values(column.get()));
    form.ifPresent(
        found -> {
          ObjectNode amount =
              draft.document.putObject("amount").put("column", draft.name(column.get()));
          if (found.signed()) {
            amount.put("signed", true);
          }
          strip(amount, found);
        });
    return form.map(AmountSniffer.Form::signed).orElse(false);
  }

  private Optional<Integer> numeric(ColumnRole role) {
    return role.columns(draft.table).stream()
        .filter(column -> !draft.used.contains(column))
        .filter(column -> AmountSniffer.of(draft.table.values(column)).fits())
        .findFirst();
  }

  private void openAmount() {
    List<String> names = new ArrayList<>();
    for (int column = 0; column < draft.table.header().size(); column++) {
      if (!draft.used.contains(column) && AmountSniffer.of(draft.table.values(column)).fits()) {
        names.add(draft.name(column));
      }
    }
    draft.open.add(
        names.isEmpty()
            ? "amount: no column has numbers of one form in all of the first rows"
            : "amount: which of these columns says how much it was: " + String.join(", ", names));
  }

  /** How amounts are written, which is a matter of the whole file. */
  private Optional<AmountSniffer.Form> form(List<String> values) {
    AmountSniffer.Found found = AmountSniffer.of(values);
    if (found.form().isEmpty() && !found.candidates().isEmpty()) {
      draft.open.add(
          "decimal: %s may be %s (\"decimal\": \".\") or %s (\"decimal\": \",\" with \"grouping\": \".\")"
              .formatted(
                  found.example(),
                  AmountSniffer.read(found.candidates().get(0), found.example()),
                  AmountSniffer.read(found.candidates().get(1), found.example())));
    }
    found
        .form()
        .ifPresent(
            form -> {
              if (form.decimal() != '.') {
                draft.document.put("decimal", String.valueOf(form.decimal()));
              }
              Optional.ofNullable(GROUPINGS.get(form.grouping()))
                  .ifPresent(mark -> draft.document.put("grouping", mark));
            });
    return found.form();
  }

  private void strip(ObjectNode amount, AmountSniffer.Form form) {
    if (!form.strip().isEmpty()) {
      form.strip().forEach(amount.putArray("strip")::add);
      draft.notes.add(
          "amount: %s is left out beside numbers, whatever it says: see \"currency\""
              .formatted(String.join(", ", form.strip())));
    }
  }
}
