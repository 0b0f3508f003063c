/**
 * The importer: it reads object versions from the import bucket into the transaction queue, each
 * row once, and looks for versions that nobody imports.
 */
package daybook.importer;
