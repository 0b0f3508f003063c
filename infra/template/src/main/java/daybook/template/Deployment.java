package daybook.template;

import java.util.Map;
import java.util.Objects;

/**
 * What a deployment fixes from outside the template.
 *
 * @param region value of {@code AWS::Region}
 * @param accountId value of {@code AWS::AccountId}, 12 digits
 * @param stackName value of {@code AWS::StackName}
 * @param parameters values of the template's parameters; those that are missing take their default
 */
public record Deployment(
    String region, String accountId, String stackName, Map<String, String> parameters) {

  /** Value of {@code AWS::Partition}: the public regions. */
  static final String PARTITION = "aws";

  public Deployment {
    Objects.requireNonNull(region);
    Objects.requireNonNull(accountId);
    Objects.requireNonNull(stackName);
    parameters = Map.copyOf(parameters);
  }
}
