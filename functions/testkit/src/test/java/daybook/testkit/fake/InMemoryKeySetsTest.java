package daybook.testkit.fake;

import daybook.core.port.KeySets;
import daybook.testkit.contract.KeySetsContract;

class InMemoryKeySetsTest extends KeySetsContract {

  private final InMemoryKeySets keySets = new InMemoryKeySets();

  @Override
  protected KeySets keySets() {
    return keySets;
  }

  @Override
  protected void lose() {
    keySets.lose();
  }
}
