export { apiDetails, describeCall } from './api-call';
export { getLog } from './get-log';
export { listLogs } from './list-logs';
export { type LogEvent, logEvent, logInsert, logInsertOf, storableJson } from './log-event';
export { changeEvent, changeInsert, recordChange } from './record-change';
export { redactObject } from './redact';
export type { LogFilter, LogView } from './schemas';
