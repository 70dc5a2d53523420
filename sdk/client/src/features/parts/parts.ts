/** The table of the parts that come with their first use. Itself loaded with the first of them, so that one more weighs a page nothing but its name. */
import type { Link } from '../../connection/link.ts'
import type { CreateStore } from '../../store.ts'
import type { PartContext } from './context.ts'

export const activity = async (link: Link, createStore: CreateStore) =>
  (await import('../activity/activity.ts')).createActivity(link, createStore)
export const availability = async (context: PartContext) =>
  (await import('../presence/own-state.ts')).createAvailability(context)
export const chat = async ({ link, createStore }: PartContext) =>
  (await import('../chat/chat.ts')).createChat(link, createStore)
export const checklists = async ({ link, createStore }: PartContext) =>
  (await import('../checklists/checklists.ts')).createChecklists(link, createStore)
export const comments = () => import('../comments/comments.ts')
export const feeds = () => import('../feeds/feeds.ts')
export const follow = async (context: PartContext) => (await import('../follow/follow.ts')).createFollow(context)
export const location = async (context: PartContext) =>
  (await import('../presence/own-state.ts')).createLocation(context)
export const locks = async ({ link, createStore }: PartContext) =>
  (await import('../locks/locks.ts')).createLocks(link, createStore)
export const people = () => import('../people/people.ts')
export const records = async ({ link, createStore, roomId }: PartContext) =>
  (await import('../records/records.ts')).createRecords(link, createStore, roomId)
export const schedules = () => import('../schedules/schedules.ts')
export const seed = () => import('../seed/seed.ts')
export const size = () => import('../size/size.ts')
export const typing = async (context: PartContext) => (await import('../presence/typing.ts')).createTyping(context)
export const versions = () => import('../versions/versions.ts')
export const smoothCursors = () => import('../cursors/smooth-cursors.ts')
export const attention = () => import('../presence/activity.ts')
export const awareness = () => import('../documents/awareness-sync.ts')
export const closeGuard = () => import('../../connection/close-guard.ts')
export const inbox = () => import('../../inbox/inbox.ts')
export const split = () => import('../documents/split.ts')
export const offline = () => import('../../offline/keep-room.ts')
export const secondYjs = () => import('../documents/second-yjs.ts')
