/** Something asked for before it is needed: who waits for it gets what it fails with, and where nobody does, nobody is told. */
export function early<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}
