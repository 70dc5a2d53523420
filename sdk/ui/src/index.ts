/** Every element at once: importing this defines all of them. A page that needs some imports them by name, such as `@syncforge/ui/avatars`. */
export { SyncForgeAvatars } from './avatars/index.ts'
export { setWords, type Word, type Words } from './base/words.ts'
export { SyncForgeComposer } from './composer/index.ts'
export * from './primitives/index.ts'
export { SyncForgeThread } from './thread/index.ts'
