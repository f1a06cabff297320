/**
 * Answers of ManagementClient that scripts for every version of the package can read. In 2 and 3, and from 5 on, they
 * are the body itself; in 4 the body is their `data`, beside `status`; lists from 5 on are pages.
 */

type Page = { data: unknown[]; hasNextPage(): boolean; getNextPage(): Promise<Page> };

/** Members that only reading by name finds: neither JSON nor `Object.keys` do. What the body has itself stays. */
function addHidden(body: object, members: object): void {
  for (const [name, value] of Object.entries(members))
    if (!Object.hasOwn(body, name))
      Reflect.defineProperty(body, name, { value, writable: true, configurable: true });
}

/** The body, which is its own `data` too. An object with no member where there is none. */
export function answerOf(body: unknown, status: number): object {
  const answer: object = typeof body === 'object' && body !== null ? body : {};
  addHidden(answer, { data: body ?? undefined, status, statusText: 'OK', headers: {} });
  return answer;
}

/** The same of a list, `next` being how the page behind it is asked for and `size` how many a page has. */
export function pageOf(body: unknown, status: number, size: number, next: () => Promise<unknown>): object {
  const found: unknown = Array.isArray(body) ? body : Object.values(Object(body)).find(Array.isArray);
  const data: unknown[] = Array.isArray(found) ? found : [];
  const answer = answerOf(body, status);
  const page: Page = {
    data,
    hasNextPage: () => data.length > 0 && data.length >= size,
    getNextPage: async () => (await next()) as Page,
  };
  async function* all() {
    let at = page;
    for (;;) {
      // One by one: `yield*` would ask the list for this very iterator.
      for (const each of at.data) yield each;
      if (!at.hasNextPage()) return;
      at = await at.getNextPage();
    }
  }
  Reflect.defineProperty(answer, 'data', { value: data, writable: true, configurable: true });
  addHidden(answer, page);
  Reflect.defineProperty(answer, Symbol.asyncIterator, { value: all, writable: true, configurable: true });
  return answer;
}
