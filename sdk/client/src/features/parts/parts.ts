/** The table of the parts that come with their first use. Itself loaded with the first of them, so that one more weighs a page nothing but its name. */
import type { Link } from '../../connection/link.ts'
import type { CreateStore } from '../../store.ts'
import type { WithParts } from './open.ts'

export const parts: {
  readonly [N in keyof WithParts]: (link: Link, createStore: CreateStore) => Promise<WithParts[N]>
} = {
  chat: async (link, createStore) => (await import('../chat/chat.ts')).createChat(link, createStore),
  locks: async (link, createStore) => (await import('../locks/locks.ts')).createLocks(link, createStore),
}
