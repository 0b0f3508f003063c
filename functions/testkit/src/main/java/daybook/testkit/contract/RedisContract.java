package daybook.testkit.contract;

/** Everything that a Redis must do for the protocol, whatever stands behind the ports. */
public abstract class RedisContract
    implements TransactionQueueContract,
        TermsContract,
        TailContract,
        ApplyContract,
        ApplyBoundsContract,
        SnapshotsContract,
        SettleContract,
        ViewsContract,
        GroupsContract,
        NamesContract,
        RedisSchedules {}
