import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { closeServer, makeShutdown } from './stop';

async function start(handle: (res: ServerResponse) => void) {
  const server = createServer((_req, res) => handle(res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

describe('closing the server', () => {
  it('lets a running request finish and takes no new one', async () => {
    const running = Promise.withResolvers<ServerResponse>();
    const { server, url } = await start(running.resolve);
    const answer = fetch(url).then((res) => res.text());
    const response = await running.promise;
    const closed = closeServer(server, 5000);
    await expect(fetch(url)).rejects.toThrow();
    response.end('finished');
    expect(await answer).toBe('finished');
    await closed;
  });

  it('cuts a request that does not finish in time', async () => {
    const running = Promise.withResolvers<ServerResponse>();
    const { server, url } = await start(running.resolve);
    const answer = fetch(url);
    answer.catch(() => undefined);
    await running.promise;
    await closeServer(server, 50);
    await expect(answer).rejects.toThrow();
  });

  it('does not wait for a connection that only keeps alive', async () => {
    const { server, url } = await start((res) => res.end());
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    idle.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => idle.once('data', resolve));
    const from = performance.now();
    await closeServer(server, 5000);
    expect(performance.now() - from).toBeLessThan(2000);
  });
});

describe('a shutdown', () => {
  it('closes what was opened last first, the rest too when one fails, and all of it once', async () => {
    const closed: string[] = [];
    const shutdown = makeShutdown();
    shutdown.add('database', () => closed.push('database'));
    shutdown.add('pages', async () => {
      closed.push('pages');
      throw new Error('stuck');
    });
    shutdown.add('requests', () => closed.push('requests'));
    const [first, second] = await Promise.all([shutdown.run(), shutdown.run()]);
    expect(closed).toEqual(['requests', 'pages', 'database']);
    expect(first.map(({ name }) => name)).toEqual(['pages']);
    expect(second).toBe(first);
  });
});
