/**
 * Claims of client ids: somebody comes back over a new line while the old one still looks open (rule DO7). An earlier connection of the same
 * proven person gives the id up at once; a guest's is asked whether it is there, and has the second to answer in which nothing changes.
 */
import { isSamePerson } from '@syncforge/protocol/person'
import type { Connection } from '../../../room/feature.ts'

/** What is remembered of claims while their ids' owners are asked. */
const openMax = 64
const updateMaxBytes = 128 * 1024
/** As long as a question is open, and a little. */
const openForMs = 1_500

export interface Claim {
  readonly name: string
  readonly clientId: number
  readonly owner: Connection
  readonly by: Connection
  /** The awareness update that says so. */
  readonly update: Uint8Array
}

export interface Claims {
  made(claim: Claim): void
}

interface ClaimParts {
  doubt(connection: Connection, silent: () => void): void
  /** The id is the claimant's from now on, with what its newest update says. */
  give(claim: Claim): void
  clock(): number
}

export const createClaims = ({ doubt, give, clock }: ClaimParts): Claims => {
  const open = new Map<string, { claim: Claim; readonly at: number }>()

  const prune = () => {
    const now = clock()
    for (const [key, { at }] of open) if (Math.abs(now - at) > openForMs) open.delete(key)
  }

  return {
    made(claim) {
      const { name, clientId, owner, by, update } = claim
      if (by.number < owner.number || update.length > updateMaxBytes) return
      if (owner.user.verified) {
        if (!isSamePerson(owner.user, by.user)) return
        give(claim)
        return doubt(owner, () => {})
      }
      prune()
      const key = `${clientId}/${name}`
      const asked = open.get(key)
      // The update is a view of the socket's buffer.
      const kept = { ...claim, update: update.slice() }
      if (asked !== undefined) {
        if (asked.claim.by.id === by.id) asked.claim = kept
        return
      }
      if (open.size >= openMax) return
      const question = { claim: kept, at: clock() }
      open.set(key, question)
      doubt(owner, () => {
        open.delete(key)
        give(question.claim)
      })
    },
  }
}
