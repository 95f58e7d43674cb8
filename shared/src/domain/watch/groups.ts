/** Whether a part is at least so many per cent of a whole. */
export const reaches = (count: number, of: number, percent: number): boolean => count * 100 >= of * percent;

export const distinct = (ids: readonly (string | null)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];

/** Lines by a key; those without one belong nowhere. */
export function groupsOf<L>(lines: readonly L[], keyOf: (line: L) => string | null): Map<string, L[]> {
  const groups = new Map<string, L[]>();
  for (const line of lines) {
    const key = keyOf(line);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return groups;
}
