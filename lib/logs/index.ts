export { type LogView, listUserLogs } from './list-user-logs';
export { type LogEvent, logEvent, logInsert } from './log-event';
export { recordChange } from './record-change';
