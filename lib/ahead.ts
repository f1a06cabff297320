/**
 * What `source` yields, with up to `count` items on their way while the consumer is busy with the one before. Items
 * come in order; an error comes in its place. A consumer that stops early ends the source.
 */
export async function* ahead<T>(source: AsyncGenerator<T>, count: number): AsyncGenerator<T> {
  const coming: Promise<IteratorResult<T>>[] = [];
  const ask = () => {
    const next = source.next();
    next.catch(() => undefined); // thrown when it is awaited, if it ever is
    coming.push(next);
  };
  try {
    for (;;) {
      while (coming.length < count) ask();
      const item = await coming.shift();
      if (!item || item.done) return;
      ask();
      yield item.value;
    }
  } finally {
    await source.return(undefined);
  }
}
