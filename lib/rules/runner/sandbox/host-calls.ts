import { setBy } from '../limit-settings';
import type { DeliverData } from '../protocol';
import type { HttpAnswer, HttpCall, ManagementOperation, MetadataCallName } from '../types';
import { type SignalLike, whenAborted } from './abort-steps';
import type { SandboxRun } from './run';

/** By whom a call may be given up, and what it rejects with then. */
export type Stop = { signal: SignalLike; error(): unknown };

export type CallMaker = ReturnType<typeof createCalls>;

/** What the server answered, as an error of the sandbox. */
function callError({ message, code, statusCode }: DeliverData): Error {
  const error = new Error(String(message));
  if (typeof code === 'string' && code.startsWith('E')) Object.assign(error, { code });
  return typeof statusCode === 'number' ? Object.assign(error, { statusCode }) : error;
}

/** The ways out of the sandbox for unit `index`: each sends text and is answered once, or refused before it is sent. */
export function createCalls(target: () => SandboxRun, index: number) {
  function send(name: string, count: 'calls' | 'requests', input: string, stop?: Stop): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (stop?.signal.aborted) throw stop.error();
      const run = target();
      const { hostCalls, requests, outputBytes } = run.start.limits;
      if (input.length > outputBytes)
        throw new RangeError(`A call may carry ${outputBytes} bytes ${setBy('outputBytes')}.`);
      const most = count === 'calls' ? hostCalls : requests;
      if (run.counts[count] >= most) {
        const isCall = count === 'calls';
        const what = isCall ? 'calls to auth0.users' : 'requests';
        throw new RangeError(
          `A sign-in may make ${most} ${what} ${setBy(isCall ? 'hostCalls' : 'requests')}.`,
        );
      }
      run.counts[count] += 1;
      const id = ++run.counts.ids;
      const release =
        stop &&
        whenAborted(stop.signal, () => {
          if (!run.waiting.delete(id)) return;
          run.send('cancel', JSON.stringify({ id }));
          reject(stop.error());
        });
      run.waiting.set(id, {
        fire(answer) {
          run.waiting.delete(id);
          release?.();
          if (answer.ok) resolve(answer.value);
          else reject(callError(answer));
        },
      });
      run.send('call', `{"id":${id},"rule":${index},"name":"${name}",${input}}`);
    });
  }

  return {
    metadata(name: MetadataCallName, userId: unknown, patch: unknown): Promise<unknown> {
      if (typeof userId !== 'string' || userId === '')
        return Promise.reject(new TypeError(`auth0.users.${name} needs a user id as its first argument.`));
      let text: unknown;
      try {
        text = JSON.stringify(patch);
      } catch (reason) {
        return Promise.reject(reason);
      }
      if (typeof text !== 'string' || text[0] !== '{')
        return Promise.reject(new TypeError(`auth0.users.${name} needs an object as its second argument.`));
      return send(name, 'calls', `"userId":${JSON.stringify(userId)},"patch":${text}`);
    },
    manage: (operation: ManagementOperation, args: object): Promise<unknown> =>
      send('manage', 'calls', `"operation":"${operation}","args":${JSON.stringify(args)}`),
    /** Once it is given up it is stopped, though it may have gone out. */
    fetch: (call: HttpCall, stop?: Stop): Promise<HttpAnswer> =>
      send('fetch', 'requests', `"request":${JSON.stringify(call)}`, stop) as Promise<HttpAnswer>,
  };
}
