/**
 * What template.yaml says, resolved for one machine: functions with their event sources, queues,
 * buckets and schedules as plain values. Reads one file; starts nothing.
 */
package daybook.template;
