/**
 * What must hold in every template, as a dozen rules over rendered templates, so that it makes no
 * difference how a value is written; and everything else as renderings that somebody approved.
 */
package daybook.aws.policy;
