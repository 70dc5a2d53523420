/** The table of the parts that come with their first use. Itself loaded with the first of them, so that one more weighs a page nothing but its name. */
import type { Link, Listener } from '../../connection/link.ts'
import type { OutsideContext } from '../../outside/context.ts'
import type { PartContext } from './context.ts'
import { createLoaded } from './loaded.ts'

/** It hears of the room from now on. */
const attached = <P extends { readonly listener: Listener }>(link: Link, part: P): P => {
  link.attach(part.listener)
  return part
}

export const activity = async ({ quietLink, createStore }: PartContext) =>
  attached(quietLink, (await import('../activity/activity.ts')).createActivity(quietLink, createStore, createLoaded()))
export const availability = async (context: PartContext) =>
  (await import('../presence/own-state.ts')).createAvailability(context)
export const chat = async ({ link, createStore }: PartContext) =>
  (await import('../chat/chat.ts')).createChat(link, createStore, createLoaded())
export const checklists = async ({ link, createStore }: PartContext) =>
  (await import('../checklists/checklists.ts')).createChecklists(link, createStore, createLoaded())
export const comments = async (context: PartContext) => {
  const { link, documents, roomId, endpoint } = context
  const { createComments } = await import('../comments/comments.ts')
  return attached(link, createComments(link, documents.flush, roomId, context, endpoint, createLoaded()))
}
export const feeds = async (context: PartContext) =>
  attached(context.link, (await import('../feeds/feeds.ts')).createFeeds(context.link, context))
export const follow = async (context: PartContext) => (await import('../follow/follow.ts')).followOf(context)
export const following = async (context: PartContext) => (await follow(context)).following
export const followers = async (context: PartContext) => (await follow(context)).followers
export const location = async (context: PartContext) =>
  (await import('../presence/own-state.ts')).createLocation(context)
export const locks = async ({ link, createStore }: PartContext) =>
  (await import('../locks/locks.ts')).createLocks(link, createStore)
export const people = async ({ link, endpoint }: PartContext) =>
  (await import('../people/people.ts')).createPeople(link, endpoint)
export const records = async ({ link, createStore, roomId }: PartContext) =>
  (await import('../records/records.ts')).createRecords(link, createStore, roomId)
export const schedules = async (context: PartContext) =>
  attached(context.link, (await import('../schedules/schedules.ts')).createSchedules(context.link, context))
export const seed = async ({ link, documents, backoffMs }: PartContext) =>
  attached(link, (await import('../seed/seed.ts')).createSeeds(link, documents.getDocument, backoffMs))
export const size = async ({ quietLink, defaultDocument }: PartContext) =>
  attached(quietLink, (await import('../size/size.ts')).createSizes(quietLink, defaultDocument))
export const typing = async (context: PartContext) => (await import('../presence/typing.ts')).createTyping(context)
export const versions = async ({ link, defaultDocument }: PartContext) =>
  (await import('../versions/versions.ts')).createVersions(link, defaultDocument)
export const smoothCursors = () => import('../cursors/smooth-cursors.ts')
export const attention = () => import('../presence/activity.ts')
export const awareness = () => import('../documents/awareness-sync.ts')
export const closeGuard = () => import('../../connection/close-guard.ts')
export const tokenEndpoint = () => import('../../connection/token-endpoint.ts')
export const lobby = async (context: OutsideContext) => (await import('../../outside/lobby.ts')).createLobbies(context)
export const inbox = async (context: OutsideContext) => (await import('../../outside/inbox.ts')).createInbox(context)
export const split = () => import('../documents/split.ts')
export const offline = () => import('../../offline/keep-room.ts')
export const secondYjs = () => import('../documents/second-yjs.ts')
