/**
 * Follow: to see what another person in the room sees, as they move through it.
 *
 * FO1  A connection follows one person at most: the newest wish counts. Nobody follows themselves, or somebody who follows them, directly or
 *      through others: the two would push each other for ever.
 * FO2  Who follows is told the viewport of the person followed as it is now, and then every newer one; in between, older ones may be skipped.
 * FO3  What somebody sees is told to who follows them, and to nobody else. While nobody does, nothing of it is kept or sent.
 * FO4  Who is followed knows by whom, on all of their connections.
 * FO5  Following ends when who follows says so or leaves, and when the last connection of the person followed leaves. A lost socket within its
 *      grace period and a sleep of the room end nothing.
 * FO6  At most 1,000 connections follow one person.
 */
import * as z from 'zod'
import { defineContract } from './contract.ts'
import { limits } from './limits.ts'
import type { Person } from './person.ts'
import { ConnectionId, UserId } from './schemas.ts'

const Coordinate = z.number().min(-1e9).max(1e9)

/**
 * What is seen, in the app's own units, as with cursors: the point at the top left, or with an `anchor` the same within that element. `width` and
 * `height` say how much of it, `zoom` how large.
 */
export const Viewport = z.strictObject({
  x: Coordinate,
  y: Coordinate,
  width: Coordinate.min(0).optional(),
  height: Coordinate.min(0).optional(),
  zoom: z.number().min(1e-6).max(1e6).optional(),
  anchor: z.string().min(1).max(limits.cursorAnchorMaxLength).optional(),
})
export type Viewport = z.infer<typeof Viewport>

const Followed = z.object({ userId: z.string(), verified: z.boolean() })

/** Whom this connection follows. `viewport`: `null` until they have shown one. */
export const Following = Followed.extend({ connectionId: ConnectionId.nullable(), viewport: Viewport.nullable() })
export type Following = z.infer<typeof Following>

export const FollowState = z.object({
  following: Following.nullable(),
  /** Who follows me, on whichever of my connections. */
  followers: z.array(ConnectionId),
})
export type FollowState = z.infer<typeof FollowState>

const Seen = z.object({ connectionId: ConnectionId, viewport: Viewport.nullable() })

/** Who follows a person hears this topic. */
export const followTopic = ({ userId, verified }: Person): string => `follow/${verified}/${userId}`

export const follow = defineContract({
  name: 'follow',
  requests: {
    /** Without `verified`: who has proven the id, or else who claims it. */
    'follow.start': {
      access: 'read',
      body: z.strictObject({ userId: UserId, verified: z.boolean().optional() }),
      reply: z.object({}),
    },
    'follow.state': { access: 'read', body: z.strictObject({}), reply: FollowState },
    'follow.stop': { access: 'read', body: z.strictObject({}), reply: z.object({}) },
    /** What I see now; `null`: nothing that others could see too. */
    'follow.show': { access: 'read', body: z.strictObject({ viewport: Viewport.nullable() }), reply: z.object({}) },
  },
  events: {
    /** To one connection: whom it follows now. */
    'follow.turned': { delivery: 'reliable', body: z.object({ following: Following.nullable() }) },
    /** To who follows the person. */
    'follow.seen': { delivery: 'latest', body: Seen },
    /** To the person followed. */
    'follow.joined': { delivery: 'reliable', body: z.object({ connectionId: ConnectionId }) },
    'follow.left': { delivery: 'reliable', body: z.object({ connectionId: ConnectionId }) },
  },
  channels: {},
  snapshot: FollowState,
  fold(state: FollowState, heard): FollowState {
    if (heard.kind !== 'event') return state
    const { connectionId } = heard.body as { readonly connectionId: string }
    const others = state.followers.filter((id) => id !== connectionId)
    switch (heard.type) {
      case 'follow.turned':
        return { ...state, following: (heard.body as Pick<FollowState, 'following'>).following }
      case 'follow.seen':
        return state.following === null
          ? state
          : { ...state, following: { ...state.following, ...(heard.body as z.infer<typeof Seen>) } }
      case 'follow.joined':
        return { ...state, followers: [...others, connectionId] }
      case 'follow.left':
        return { ...state, followers: others }
      default:
        return state
    }
  },
})
