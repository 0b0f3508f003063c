package daybook.redis;

import daybook.core.port.StoreException;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Who this function is, and where.
 *
 * @param credentials of its role, for some hours
 * @param region such as {@code eu-central-1}
 */
record AwsIdentity(AwsCredentialsIdentity credentials, String region) {

  /**
   * As the SDK finds it now. Nothing of it is remembered: a snapshot of the function holds no
   * credentials, and a function that was restored finds new ones.
   *
   * @throws StoreException if there are none
   */
  static AwsIdentity current() {
    try (DefaultCredentialsProvider provider = DefaultCredentialsProvider.builder().build()) {
      return new AwsIdentity(
          provider.resolveCredentials(),
          DefaultAwsRegionProviderChain.builder().build().getRegion().id());
    } catch (SdkException e) {
      throw new StoreException("Redis", "find AWS credentials to sign in with", e);
    }
  }
}
