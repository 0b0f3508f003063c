package daybook.redis;

import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract on a server of someone else's, under a prefix of its own. */
@EnabledIfEnvironmentVariable(
    named = TestRedis.SERVER_VARIABLE,
    matches = ".+:\\d+",
    disabledReason = "names no further Redis to test against")
class RedisServerContractTest extends AdapterContract {
  RedisServerContractTest() {
    super(TestRedis.ofEnvironment(), "{daybook-test-" + UUID.randomUUID() + "}:");
  }
}
