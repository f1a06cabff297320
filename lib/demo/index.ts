export { type DemoFile, type DemoOptions, loadDemo } from './load-demo';
