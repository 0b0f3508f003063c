package daybook.redis;

import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/**
 * Sends a command to the node that has its slot, and once more where that node says that another
 * has it: then it did nothing. A command whose answer is lost is not sent again, unlike Jedis' own
 * way: it may have happened, and whoever asked for it looks.
 */
final class RedirectedOnce implements CommandExecutor {

  private final ClusterConnectionProvider nodes;

  /**
   * @param nodes closed with this
   */
  RedirectedOnce(ClusterConnectionProvider nodes) {
    this.nodes = nodes;
  }

  @Override
  public <T> T executeCommand(CommandObject<T> command) {
    try (Connection connection = nodes.getConnection(command.getArguments())) {
      return connection.executeCommand(command);
    } catch (JedisRedirectionException e) {
      return redirected(command, e);
    }
  }

  private <T> T redirected(CommandObject<T> command, JedisRedirectionException to) {
    if (to instanceof JedisMovedDataException) {
      nodes.renewSlotCache();
    }
    try (Connection connection = nodes.getConnection(to.getTargetNode())) {
      if (to instanceof JedisAskDataException) {
        connection.executeCommand(Protocol.Command.ASKING);
      }
      return connection.executeCommand(command);
    }
  }

  @Override
  public void close() {
    nodes.close();
  }
}
