/** Carries out an organization's decisions (rules PE2, PE5, GR1–GR6): on record, on everything that is open in the room, and as a fact for the log. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Fact } from '@syncforge/protocol/facts'
import type { DecidedBy, EmailShare, Moderation, ShareLink, Sharing, UserDecision } from '../admission.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import type { Outbound } from '../delivery/index.ts'
import { type Ban, type Decision, endOf, type Rights } from '../record/rights.ts'
import { publicLink, type SharingStore } from '../record/sharing.ts'
import type { Authorizer } from './authorize.ts'

interface ModerationParts {
  readonly connections: readonly RoomConnection[]
  readonly rights: Rights
  readonly authorizer: Authorizer
  readonly by: DecidedBy | null
  readonly now: number
  tell(fact: Fact): void
  end(connection: RoomConnection, error: RoomError): void
}

/** What a decision needs of the room in this moment. */
export const deciding = ({
  registry,
  announcer,
}: Pick<Outbound, 'announcer'> & { readonly registry: ConnectionRegistry }) => ({
  connections: [...registry.all.values()],
  now: Date.now(),
  tell: (fact: Fact) => announcer.events(announcer.facts([fact]), null),
})

const publicBan = (ban: Ban | null) => (ban === null ? null : { until: endOf(ban) })

export const publicDecision = ({ userId, access, documents = {}, ban, claimsBan }: Decision): UserDecision => ({
  userId,
  access,
  documents,
  ban: publicBan(ban),
  claimsBan: publicBan(claimsBan),
})

type Kind = Extract<Fact, { kind: 'right.changed' }>['body']['right']

const factOf = (right: Kind, id: string, value: object | null, by: DecidedBy | null): Fact => ({
  kind: 'right.changed',
  body: { right, id, value: value as Record<string, never> | null, by: by?.id ?? null, address: by?.address ?? null },
})

/** What holds for `userId` now, for the log; `null` for nothing. */
const grantFact = (rights: Rights, userId: string, by: DecidedBy | null, now: number): Fact => {
  const { userId: _, ...held } = publicDecision(rights.of(userId, now))
  const { access, documents, ban, claimsBan } = held
  const isNothing = access === null && ban === null && claimsBan === null && Object.keys(documents).length === 0
  return factOf('grant', userId, isNothing ? null : held, by)
}

type Kicked = Extract<Fact, { kind: 'person.kicked' }>['body']

const kickFact = (kicked: Omit<Kicked, 'by' | 'address'>, by: DecidedBy | null): Fact => ({
  kind: 'person.kicked',
  body: { ...kicked, by: by?.id ?? null, address: by?.address ?? null },
})

/** Returns how many connections it met. */
export const moderate = (moderation: Moderation, parts: ModerationParts): number => {
  const { connections, rights, authorizer, by, now, tell, end } = parts
  const { userId } = moderation
  const claimsOnly = moderation.kind === 'kick' && moderation.claimsOnly
  const theirs = connections.filter(({ user }) => user.userId === userId && !(claimsOnly && user.verified))
  switch (moderation.kind) {
    case 'access':
      if (moderation.access !== undefined) rights.setAccess(userId, moderation.access)
      if (moderation.documents !== undefined) rights.setDocuments(userId, moderation.documents)
      authorizer.again(theirs)
      break
    case 'kick': {
      const ban = moderation.ban && { at: now, forMs: moderation.ban.forMs }
      if (ban !== undefined) rights.ban(userId, ban, moderation.claimsOnly)
      const error =
        ban === undefined
          ? new RoomError('KICKED', 'You were removed from the room')
          : new RoomError('BANNED', 'You were banned from the room', { until: endOf(ban) })
      for (const connection of theirs) end(connection, error)
      if (by?.isLogged !== true)
        tell(kickFact({ userId, claimsOnly: moderation.claimsOnly, connections: theirs.length }, by))
      if (ban === undefined) return theirs.length
      break
    }
    case 'unban':
      rights.unban(userId)
      break
  }
  tell(grantFact(rights, userId, by, now))
  return theirs.length
}

/** Opens or closes a way into the room. Returns what is open now, or was. */
export const share = (
  sharing: Sharing,
  { store, ...parts }: Omit<ModerationParts, 'rights' | 'end'> & { readonly store: SharingStore },
): ShareLink | EmailShare => {
  const { connections, authorizer, by, now, tell } = parts
  switch (sharing.kind) {
    case 'link': {
      const { kind: _, ...wanted } = sharing
      const { id, ...link } = store.addLink(wanted, now)
      tell(factOf('link', id, link, by))
      return { id, ...link }
    }
    case 'unlink': {
      const removed = store.removeLink(sharing.id)
      authorizer.again(connections.filter(({ link }) => link === removed.hash))
      tell(factOf('link', sharing.id, null, by))
      return publicLink(removed)
    }
    case 'share': {
      const { id, ...made } = store.addShare(sharing, now)
      tell(factOf('share', id, made, by))
      return { id, ...made }
    }
    case 'unshare':
      tell(factOf('share', sharing.id, null, by))
      return store.removeShare(sharing.id)
  }
}

/** What waits for somebody's proven address becomes their grant. Whether something did. */
export const claimShare = (
  { userId, email }: { readonly userId: string; readonly email: string },
  { store, rights, now, tell }: Pick<ModerationParts, 'rights' | 'now' | 'tell'> & { readonly store: SharingStore },
): boolean => {
  const claimed = store.claim(email)
  if (claimed === null) return false
  rights.setAccess(userId, claimed.access)
  const by = { id: userId, address: null }
  tell(factOf('share', claimed.id, null, by))
  tell(grantFact(rights, userId, by, now))
  return true
}
