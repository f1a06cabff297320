import { boxed } from './deploy-dialog';
import { replayWords } from './replay-words';
import { isUnderWay, type Replay } from './use-replay';

/** What the last replay of a draft found, for a deploy. */
export function ReplayReport({ replay: { view, isCurrent } }: { replay: Replay }) {
  const found = view?.summary
    ? Object.entries(replayWords).flatMap(([id, { word }]) => {
        const count = view.summary?.changes[id as keyof typeof replayWords] ?? 0;
        return count > 0 ? [`${count} ${word.toLowerCase()}`] : [];
      })
    : [];
  return (
    <section aria-label="Last replay" className={boxed}>
      <h3 className="mb-1 font-medium">Last replay</h3>
      <p className="text-muted">
        {!view?.summary
          ? 'None in this page. Replay the draft to see whom it would change.'
          : found.length > 0
            ? `Of ${view.summary.total}: ${found.join(', ')}.`
            : `Of ${view.summary.total}: nothing would change.`}
      </p>
      {view?.summary && !isCurrent ? (
        <p className="mt-1 text-warning-soft-foreground">It is about code that has changed since.</p>
      ) : null}
      {view && isUnderWay(view) ? <p className="mt-1 text-muted">It is still running.</p> : null}
    </section>
  );
}
