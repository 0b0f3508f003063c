package daybook.local.proposal;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Words of type and status that mean the same in every export that has them. */
final class KnownWords {

  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "deposit",
          Set.of(
              "deposit",
              "credit",
              "cr",
              "sale",
              "in",
              "incoming",
              "received",
              "money in",
              "paid in",
              "einzahlung",
              "gutschrift",
              "eingang",
              "zahlungseingang",
              "haben",
              "vente",
              "crédit",
              "encaissement",
              "venta",
              "abono",
              "ingreso",
              "vendita",
              "accredito",
              "bij",
              "verkoop",
              "venda",
              "entrada",
              "crédito"),
          "withdrawal",
          Set.of(
              "withdrawal",
              "debit",
              "dr",
              "refund",
              "partial refund",
              "out",
              "outgoing",
              "sent",
              "money out",
              "paid out",
              "chargeback",
              "auszahlung",
              "lastschrift",
              "ausgang",
              "zahlungsausgang",
              "soll",
              "rückerstattung",
              "erstattung",
              "rückzahlung",
              "remboursement",
              "débit",
              "décaissement",
              "cargo",
              "reembolso",
              "devolución",
              "rimborso",
              "addebito",
              "af",
              "terugbetaling",
              "saída",
              "débito",
              "estorno"));

  private static final Map<String, Set<String>> STATUSES =
      Map.of(
          "approved",
          Set.of(
              "approved",
              "completed",
              "complete",
              "succeeded",
              "success",
              "successful",
              "paid",
              "settled",
              "captured",
              "cleared",
              "closed",
              "ok",
              "gebucht",
              "bezahlt",
              "abgeschlossen",
              "erfolgreich",
              "payé",
              "réussi",
              "terminé",
              "pagado",
              "completado",
              "completato",
              "pagato",
              "betaald",
              "voltooid",
              "concluído",
              "pago",
              "aprovado"),
          "pending",
          Set.of(
              "pending",
              "processing",
              "in progress",
              "authorized",
              "authorised",
              "on hold",
              "offen",
              "ausstehend",
              "vorgemerkt",
              "in bearbeitung",
              "en attente",
              "en cours",
              "pendiente",
              "en proceso",
              "in attesa",
              "in sospeso",
              "in behandeling",
              "pendente"),
          "declined",
          Set.of(
              "declined",
              "failed",
              "failure",
              "canceled",
              "cancelled",
              "rejected",
              "expired",
              "voided",
              "void",
              "error",
              "denied",
              "refused",
              "abgelehnt",
              "fehlgeschlagen",
              "storniert",
              "échoué",
              "refusé",
              "annulé",
              "fallido",
              "rechazado",
              "cancelado",
              "fallito",
              "rifiutato",
              "annullato",
              "mislukt",
              "geweigerd",
              "geannuleerd",
              "recusado"));

  private KnownWords() {}

  /** {@code deposit} or {@code withdrawal}. */
  static Optional<String> type(String word) {
    return meaning(TYPES, word);
  }

  /** {@code approved}, {@code pending} or {@code declined}. */
  static Optional<String> status(String word) {
    return meaning(STATUSES, word);
  }

  private static Optional<String> meaning(Map<String, Set<String>> words, String word) {
    String plain = word.strip().toLowerCase(Locale.ROOT).replace('_', ' ');
    return words.entrySet().stream()
        .filter(entry -> entry.getValue().contains(plain))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
