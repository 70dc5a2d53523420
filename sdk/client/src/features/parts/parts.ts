/** The table of the parts that come with their first use. Itself loaded with the first of them, so that one more weighs a page nothing but its name. */
import type { Link } from '../../connection/link.ts'
import type { CreateStore } from '../../store.ts'
import type { Tools } from '../../tools.ts'
import type { createComments as CreateComments } from '../comments/comments.ts'
import type { createSeeds as CreateSeeds } from '../seed/seed.ts'

export const activity = async (link: Link, createStore: CreateStore) =>
  (await import('../activity/activity.ts')).createActivity(link, createStore)
export const chat = async (link: Link, createStore: CreateStore) =>
  (await import('../chat/chat.ts')).createChat(link, createStore)
export const checklists = async (link: Link, createStore: CreateStore) =>
  (await import('../checklists/checklists.ts')).createChecklists(link, createStore)
export const comments = async (...given: Parameters<typeof CreateComments>) =>
  (await import('../comments/comments.ts')).createComments(...given)
export const feeds = async (link: Link, tools: Tools) => (await import('../feeds/feeds.ts')).createFeeds(link, tools)
export const locks = async (link: Link, createStore: CreateStore) =>
  (await import('../locks/locks.ts')).createLocks(link, createStore)
export const people = async (link: Link) => (await import('../people/people.ts')).createPeople(link)
export const records = async (link: Link, createStore: CreateStore, roomId: string) =>
  (await import('../records/records.ts')).createRecords(link, createStore, roomId)
export const schedules = async (link: Link, tools: Tools) =>
  (await import('../schedules/schedules.ts')).createSchedules(link, tools)
export const seed = async (...given: Parameters<typeof CreateSeeds>) =>
  (await import('../seed/seed.ts')).createSeeds(...given)
export const size = async (link: Link, document: string) =>
  (await import('../size/size.ts')).createSizes(link, document)
export const versions = async (link: Link, document: string) =>
  (await import('../versions/versions.ts')).createVersions(link, document)
export const smoothCursors = () => import('../cursors/smooth-cursors.ts')
export const attention = () => import('../presence/activity.ts')
export const awareness = () => import('../documents/awareness-sync.ts')
export const closeGuard = () => import('../../connection/close-guard.ts')
export const tokenEndpoint = () => import('../../connection/token-endpoint.ts')
export const inbox = () => import('../../inbox/inbox.ts')
export const split = () => import('../documents/split.ts')
export const offline = () => import('../../offline/keep-room.ts')
export const secondYjs = () => import('../documents/second-yjs.ts')
