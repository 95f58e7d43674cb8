/**
 * A bounded cache by key. Two generations: what is used moves to the younger one, and when that has half of what fits, the
 * older is dropped whole. That keeps the same values as a list by last use would, without a list.
 */
export class RecentlyUsed<T> {
  private younger = new Map<string, T>();
  private older = new Map<string, T>();

  /** @param sizeMax how many values are kept at most */
  constructor(private readonly sizeMax: number) {}

  get(key: string): T | undefined {
    const value = this.younger.get(key);
    if (value !== undefined) return value;
    const found = this.older.get(key);
    if (found !== undefined) this.set(key, found);
    return found;
  }

  set(key: string, value: T): void {
    this.younger.set(key, value);
    if (this.younger.size * 2 <= this.sizeMax) return;
    this.older = this.younger;
    this.younger = new Map();
  }

  drop(key: string): void {
    this.younger.delete(key);
    this.older.delete(key);
  }
}
