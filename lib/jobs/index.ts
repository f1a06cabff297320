export { jobWorkers } from './workers';
