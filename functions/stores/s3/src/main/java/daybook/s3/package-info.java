/** Source objects and rejects files in S3. */
package daybook.s3;
