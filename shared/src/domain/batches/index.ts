export * from './check-item.ts';
export * from './items.ts';
export { type ListColumn, type ListedItem, parseList } from './parse-list.ts';
