package daybook.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Looks at the queue of uploads, and at all queues of what has failed for good. */
final class QueueChecks {

  static final String IMPORT_QUEUE = "import queue";

  private static final String DEAD_LETTERS = "dead letters";

  /** Its logical id in the template, which is in its name. */
  private static final String IMPORT_QUEUE_ID = "ImportQueue";

  /** The template's queues of failures that no queue names by itself. */
  private static final List<String> FURTHER_IDS =
      List.of("WakeUpDeadLetters", "ScheduleDeadLetters", "FailedInvocations");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The importer may run for five minutes; a message must stay hidden for longer. */
  private static final Duration IMPORTER_TIME_MAX = Duration.ofMinutes(5);

  private final SqsClient sqs;
  private final List<Finding> findings;

  /**
   * @param findings where what is found is added to
   */
  QueueChecks(SqsClient sqs, List<Finding> findings) {
    this.sqs = sqs;
    this.findings = findings;
  }

  /**
   * Looks at all of them.
   *
   * @param further queues of failures that are to be looked at beside those that are found
   * @return the ARN of the import queue, where it answers
   */
  Optional<String> look(URI importQueue, List<URI> further) {
    try {
      Map<QueueAttributeName, String> queue = attributes(importQueue.toString());
      findings.add(importQueue(queue));
      deadLetters(queue, further);
      return Optional.ofNullable(queue.get(QueueAttributeName.QUEUE_ARN));
    } catch (SdkException e) {
      findings.add(AwsChecks.unanswered(IMPORT_QUEUE, e));
      return Optional.empty();
    }
  }

  private Map<QueueAttributeName, String> attributes(String url) {
    return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  /**
   * Whether messages stay hidden for as long as an import may take, and how many there are. Their
   * age SQS tells to CloudWatch only, and to nobody who does not take them.
   */
  static Finding importQueue(Map<QueueAttributeName, String> queue) {
    Duration hidden = Duration.ofSeconds(number(queue, QueueAttributeName.VISIBILITY_TIMEOUT));
    long waiting = number(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    String seen =
        String.format(
            Locale.ROOT,
            "%,d uploads wait%s, %,d come later, %,d are being imported, hidden for %,d s meanwhile",
            waiting,
            waiting > 0 ? " (since when: ApproximateAgeOfOldestMessage in CloudWatch)" : "",
            number(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
            number(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
            hidden.toSeconds());
    return hidden.compareTo(IMPORTER_TIME_MAX) > 0
        ? Finding.ok(IMPORT_QUEUE, seen)
        : Finding.warn(
            IMPORT_QUEUE,
            seen,
            "hidden for more than " + IMPORTER_TIME_MAX.toSeconds() + " s",
            "a message comes back while it is still worked on, which costs time and never money:"
                + " deploy the template again");
  }

  private static long number(Map<QueueAttributeName, String> queue, QueueAttributeName name) {
    return Long.parseLong(queue.getOrDefault(name, "0"));
  }

  private void deadLetters(Map<QueueAttributeName, String> queue, List<URI> further) {
    Map<String, Long> letters = new LinkedHashMap<>();
    List<String> unseen = new ArrayList<>();
    Optional<String> own =
        deadLettersArn(queue.getOrDefault(QueueAttributeName.REDRIVE_POLICY, ""))
            .map(QueueChecks::name);
    if (own.isEmpty()) {
      findings.add(
          Finding.fail(
              DEAD_LETTERS,
              "the import queue has none",
              "a queue for what failed five times",
              "an upload that keeps failing vanishes unseen: deploy the template again"));
    }
    own.ifPresent(name -> count(name, () -> url(name), letters, unseen));
    further.forEach(url -> count(name(url.getPath()), url::toString, letters, unseen));
    String importQueue = name(queue.getOrDefault(QueueAttributeName.QUEUE_ARN, ""));
    for (String id : FURTHER_IDS) {
      boolean given = letters.keySet().stream().anyMatch(name -> name.contains(id));
      Optional<String> prefix = prefix(importQueue, id);
      if (!given && prefix.isPresent()) {
        find(prefix.get(), letters, unseen);
      } else if (!given) {
        unseen.add(id);
      }
    }
    if (!letters.isEmpty()) {
      findings.add(deadLetters(letters));
    }
    if (!unseen.isEmpty()) {
      findings.add(unseen(unseen));
    }
  }

  /** Where somebody else gives the queues of a stack their names: its name, the id, a suffix. */
  private void find(String prefix, Map<String, Long> letters, List<String> unseen) {
    try {
      List<String> urls =
          sqs.listQueues(list -> list.queueNamePrefix(prefix)).queueUrls().stream()
              .filter(url -> name(url).equals(prefix) || name(url).startsWith(prefix + "-"))
              .toList();
      urls.forEach(url -> count(name(url), () -> url, letters, unseen));
      if (urls.isEmpty()) {
        unseen.add(prefix);
      }
    } catch (SdkException e) {
      unseen.add(prefix);
    }
  }

  /** Where a queue is. */
  private interface Address {
    String url();
  }

  private void count(String name, Address address, Map<String, Long> letters, List<String> unseen) {
    try {
      Map<QueueAttributeName, String> found = attributes(address.url());
      letters.put(name, number(found, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    } catch (SdkException e) {
      unseen.add(name);
    }
  }

  private String url(String name) {
    return sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
  }

  /** The last part of an ARN, or of the path of an address. */
  private static String name(String address) {
    return address.substring(Math.max(address.lastIndexOf(':'), address.lastIndexOf('/')) + 1);
  }

  /** How the name of another queue of the template begins; empty where nothing says it. */
  static Optional<String> prefix(String importQueue, String id) {
    int at = importQueue.indexOf(IMPORT_QUEUE_ID);
    return at < 0 ? Optional.empty() : Optional.of(importQueue.substring(0, at) + id);
  }

  /** The queue to which a redrive policy sends; empty where it sends to none. */
  static Optional<String> deadLettersArn(String redrivePolicy) {
    try {
      return Optional.of(MAPPER.readTree(redrivePolicy).path("deadLetterTargetArn").asText(""))
          .filter(arn -> !arn.isEmpty());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether anything has failed for good.
   *
   * @param letters how many there are, by the names of their queues
   */
  static Finding deadLetters(Map<String, Long> letters) {
    List<Entry<String, Long>> failed =
        letters.entrySet().stream().filter(queue -> queue.getValue() > 0).toList();
    if (failed.isEmpty()) {
      return Finding.ok(DEAD_LETTERS, "none in " + String.join(", ", letters.keySet()));
    }
    return Finding.fail(
        DEAD_LETTERS,
        failed.stream()
            .map(queue -> String.format(Locale.ROOT, "%,d in %s", queue.getValue(), queue.getKey()))
            .collect(Collectors.joining(", ")),
        "none",
        "money of uploads may not be counted yet, or a function keeps failing: docs/OPERATIONS.md"
            + " says for each queue what to do, under its alarm and under Redrive dead letters");
  }

  private static Finding unseen(List<String> queues) {
    return Finding.warn(
        DEAD_LETTERS,
        "not looked at: " + String.join(", ", queues),
        "an answer",
        "see whether you may list and read the queues, or name each by --dead-letters URL");
  }
}
