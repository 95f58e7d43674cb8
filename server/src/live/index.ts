export { changeOf } from './feed.ts';
export { createLive, type Live } from './live.ts';
export type { Change, TopicAuthorizer, Watcher } from './types.ts';
