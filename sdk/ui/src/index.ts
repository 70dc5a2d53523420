/** Every element at once: importing this defines all of them. A page that needs some imports them by name, such as `@syncforge/ui/avatars`. */
export { SyncForgeAvatars } from './avatars/index.ts'
export { setWords, type Word, type Words } from './base/words.ts'
