package daybook.intake;

import daybook.core.Deployment;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is posted by one request.
 *
 * @param isSingle whether the body is one object, and no array
 * @param records 1 to {@link #RECORDS_MAX}; unmodifiable
 * @param key of the request, if it has one
 * @param fingerprint of the body, 64 hexadecimal digits
 */
record Posting(
    boolean isSingle, List<Item> records, Optional<IdempotencyKey> key, String fingerprint) {

  /** Most records of one request: an insert of so many takes MongoDB some tenths of a second. */
  static final int RECORDS_MAX = 1_000;

  /**
   * One record.
   *
   * @param id the client's, if it has one
   * @param status {@code approved}, or that of an attempt
   * @param content what it says
   * @param texts names and free text, by field
   */
  record Item(
      Optional<TransactionId> id,
      String status,
      TransactionContent content,
      SortedMap<String, String> texts) {

    /** Whether it is money. */
    boolean isApproved() {
      return status.equals(Draft.APPROVED);
    }
  }

  /** Copies the list. */
  Posting {
    records = List.copyOf(records);
  }

  /**
   * Reads and checks a request.
   *
   * @param deployment by which its days are counted
   * @throws RefusedException 415 and 413 as {@link Body} has it, 413 for more records, 400 where
   *     body or key is none, 422 with index and field of what is wrong in the records
   */
  static Posting of(Request request, Deployment deployment) throws RefusedException {
    Optional<IdempotencyKey> key = IdempotencyKey.of(request);
    Json body = Body.json(request, List.of(Body.JSON));
    boolean isSingle = !(body instanceof Json.Many);
    List<Json> given = body instanceof Json.Many many ? many.values() : List.of(body);
    requireCount(given.size());
    if (body instanceof Json.Fields fields && fields.byName().containsKey("transactions")) {
      throw new RefusedException(
          Problem.unprocessable(
              "Several transactions are an array by itself, and not one in a field transactions"));
    }
    Faults faults = new Faults();
    FieldReader reader = new FieldReader(deployment, faults);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      faults.begin(i);
      Draft draft = reader.read(given.get(i), new Draft());
      draft
          .content(deployment)
          .map(content -> new Item(draft.id, draft.status, content, draft.givenTexts()))
          .ifPresent(items::add);
    }
    faults.refuseAny();
    return new Posting(isSingle, items, key, IdempotencyKey.sha256(request.body()));
  }

  private static void requireCount(int count) throws RefusedException {
    if (count == 0) {
      throw new RefusedException(Problem.unprocessable("The array has no transaction in it"));
    }
    if (count > RECORDS_MAX) {
      throw new RefusedException(
          Problem.tooLarge(
              "A request has at most %,d transactions: upload more as a file, by POST /imports"
                  .formatted(RECORDS_MAX)));
    }
  }
}
