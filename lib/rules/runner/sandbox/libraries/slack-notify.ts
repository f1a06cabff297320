import type { LibraryHost } from '../library-loader';
import { exchange } from './exchange';

declare const annex: LibraryHost;

type Message = Record<string, unknown>;
type Callback = (error: unknown) => void;
type Level = { color?: string; icon_emoji?: string };

const levels: Readonly<Record<string, Level>> = {
  success: { color: 'good', icon_emoji: ':trophy:' },
  bug: { color: 'danger', icon_emoji: ':bomb:' },
  alert: { color: 'warning', icon_emoji: ':warning:' },
  note: {},
};

function withFields({ fields, ...message }: Message, color?: string): Message {
  if (typeof fields !== 'object' || fields === null) return message;
  const shown = Object.entries(fields).map(([title, value]) => ({
    title,
    value,
    short: String(value).length < 25,
  }));
  return {
    ...message,
    attachments: [{ fallback: 'Alert details', ...(color ? { color } : {}), fields: shown }],
  };
}

async function post(address: string, message: Message): Promise<void> {
  const { status, body } = await exchange(annex, {
    url: address,
    method: 'POST',
    headers: [['content-type', 'application/x-www-form-urlencoded']],
    body: `payload=${encodeURIComponent(JSON.stringify(message))}`,
  });
  if (status >= 300) throw new Error(`Slack answered ${status}: ${body.toString('utf8').slice(0, 200)}`);
}

/** `require('slack-notify')(address)`, the old form: `.send`, `.success`, `.bug`, `.alert`, `.note`, `.extend`. */
export function library(address: string, preset: Message = {}): unknown {
  let onError: Callback | undefined;
  const send = (message: unknown, callback?: Callback) => {
    const given = typeof message === 'string' ? { text: message } : Object(message);
    const sent = post(address, { ...preset, ...given });
    const told = sent.then(
      () => callback?.(null),
      (error: unknown) => (callback ?? onError)?.(error),
    );
    return callback ? undefined : told;
  };
  const extend = (defaults: Message) => (message: unknown, callback?: Callback) => {
    const given: Message = typeof message === 'string' ? { text: message } : Object(message);
    const { color, ...rest } = defaults;
    return send(withFields({ ...rest, ...given }, color === undefined ? undefined : String(color)), callback);
  };
  const byLevel = Object.entries(levels).map(([name, level]) => [name, extend(level)]);
  return {
    send,
    request: send,
    extend,
    ...Object.fromEntries(byLevel),
    get onError() {
      return onError;
    },
    set onError(handler: Callback | undefined) {
      onError = handler;
    },
  };
}
