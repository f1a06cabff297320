import { initialize } from 'monaco-editor/languages/features/typescript/ts.worker';
import { ScriptWorker } from './script-worker';

self.onmessage = () => {
  initialize((context, data) => new ScriptWorker(context, data));
};
