/** Where progress goes: a terminal rewrites its line, a file or pipe gets a line now and then. */
export type ProgressOutput = { isTTY?: boolean; write(text: string): unknown };

const quietMs = 10_000;

/** Shows one line of progress at most so often that nobody minds. `done` ends the line. */
export function makeProgress(output: ProgressOutput, now: () => number = Date.now) {
  let shownAt = now();
  let isOpen = false;
  return {
    show(line: string) {
      if (output.isTTY) {
        output.write(`\r\u001b[K${line}`);
        isOpen = true;
      } else if (now() - shownAt >= quietMs) {
        output.write(`${line}\n`);
        shownAt = now();
      }
    },
    done() {
      if (isOpen) output.write('\r\u001b[K');
      isOpen = false;
    },
  };
}

export const inWords = (count: number) => count.toLocaleString('en');
