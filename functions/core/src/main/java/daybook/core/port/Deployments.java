package daybook.core.port;

import daybook.core.Deployment;
import java.util.Optional;

/** By which zone and in which currency a database counts, kept in MongoDB beside its totals. */
public interface Deployments {

  /**
   * What is kept; {@link Deployment#DEFAULT} in a database that has totals or finished imports and
   * does not say of which deployment, and nothing in one that has neither.
   *
   * @throws StoreException if MongoDB fails
   */
  Optional<Deployment> kept();

  /**
   * Makes sure that whoever counts rows with this deployment counts them as all before did. In a
   * database without any it is kept from now on; one that has totals or finished imports, and does
   * not say of which deployment, is of {@link Deployment#DEFAULT}. Then {@link Deployment#agreeing}
   * decides.
   *
   * @return what is kept, which is what rows are to be read by
   * @throws OtherDeploymentException if another one is kept; nothing was changed
   * @throws StoreException if MongoDB fails
   */
  Deployment agree(Deployment mine);
}
