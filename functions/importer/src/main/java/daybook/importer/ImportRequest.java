package daybook.importer;

import org.jspecify.annotations.Nullable;

/**
 * A wish to have an object version imported, or to have its import carried on.
 *
 * @param bucket name of the bucket
 * @param key name of the object, decoded
 * @param versionId null for the newest, where the bucket keeps no versions
 * @param hop how many messages have carried the import on before, from 0
 */
public record ImportRequest(String bucket, String key, @Nullable String versionId, int hop) {}
