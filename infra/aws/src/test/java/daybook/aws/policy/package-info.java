/**
 * What must hold in every template: encryption, access, time-outs that fit each other, alarms that
 * watch something. Rules read rendered templates, so that it makes no difference how a value is
 * written.
 */
package daybook.aws.policy;
