package daybook.importer;

import daybook.core.Deployment;
import daybook.core.port.Deployments;
import daybook.core.port.OtherDeploymentException;
import daybook.core.port.StoreException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The deployment that rows are read by: agreed on with the database once, before the first import
 * of an instance, until that has worked. What is kept never changes but for a currency that is
 * named where there was none. Safe for use by several threads.
 */
public final class AgreedDeployment {

  /** Of a database in which nobody else counts. */
  static final AgreedDeployment ALONE =
      new AgreedDeployment(
          new Deployments() {
            @Override
            public Optional<Deployment> kept() {
              return Optional.empty();
            }

            @Override
            public Deployment agree(Deployment mine) {
              return mine;
            }
          },
          Deployment.DEFAULT);

  private final Deployments deployments;
  private final Deployment mine;
  private volatile @Nullable Deployment agreed;

  /**
   * @param mine what the settings say
   */
  public AgreedDeployment(Deployments deployments, Deployment mine) {
    this.deployments = deployments;
    this.mine = mine;
  }

  /**
   * What the database keeps.
   *
   * @throws OtherDeploymentException if that is another one
   * @throws StoreException if MongoDB fails
   */
  public Deployment agreed() {
    Deployment known = agreed;
    if (known == null) {
      known = deployments.agree(mine);
      agreed = known;
    }
    return known;
  }
}
