/** Owns nothing: hands on what a moderator has decided, to where the organization's own decisions go. Rules MO1–MO3 are in the contract. */
import { moderation as contract } from '@syncforge/protocol/moderation'
import { defineFeature } from '../../room/feature.ts'

const banOf = (ban: boolean | { readonly forMs: number }) =>
  ban === false ? {} : { ban: { forMs: ban === true ? null : ban.forMs } }

export const moderation = defineFeature({
  contract,
  migrations: [],
  open: ({ decide, decisions }) => ({
    handlers: {
      'moderation.kick'({ userId, ban, verified }, from) {
        const decision = { kind: 'kick', userId, claimsOnly: verified === false, ...banOf(ban) } as const
        return { reply: { connections: decide(decision, from) } }
      },
      'moderation.unban': ({ userId }, from) => ({ reply: { connections: decide({ kind: 'unban', userId }, from) } }),
      'moderation.setAccess': ({ userId, access, documents }, from) => ({
        reply: { connections: decide({ kind: 'access', userId, access, documents }, from) },
      }),
      'moderation.grants'({ after, limit }) {
        // One more than asked for tells whether there is a next page.
        const found = decisions(after, limit + 1)
        const grants = found.slice(0, limit)
        return { reply: { grants, next: found.length > limit ? (grants.at(-1)?.userId ?? null) : null } }
      },
    },
    snapshot: () => null,
  }),
})
