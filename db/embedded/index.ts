export { type EmbeddedPostgres, type StartOptions, startOrAttach } from './start-or-attach';
