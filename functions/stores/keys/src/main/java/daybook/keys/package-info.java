/**
 * Names and free text sealed by Google's Tink. The keys lie wrapped in MongoDB and are opened, when
 * they are first needed, by AWS KMS or by a key in a file. docs/decisions/0026-field-encryption.md
 * has the reasons.
 */
package daybook.keys;
