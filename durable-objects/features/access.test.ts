/** The table of role and request, of all features without naming one: whoever has the right that a contract says is let through, nobody else is. */
import { contracts } from '@syncforge/protocol'
import { type Access, allows } from '@syncforge/protocol/access'
import type { Contract } from '@syncforge/protocol/contract'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import type { Answer } from '../room/admission.ts'
import { createRandomValues } from '../test/random-values.ts'
import { actor, freshRoom, joinNative } from '../test-kit.ts'

const levels: readonly Access[] = ['read', 'comment', 'write', 'moderate']
const requests = Object.values<Contract>(contracts).flatMap((contract) => Object.entries(contract.requests))

interface Refusal {
  readonly code: string
  readonly details: unknown
}

const lacksRight = (error: Refusal | undefined, needs: Access) =>
  error?.code === 'FORBIDDEN' && (error.details as { readonly needs?: unknown } | null)?.needs === needs

/** A body that fits, should one be found: rights are looked at first. */
const bodyFor = ({ body: schema }: (typeof requests)[number][1]): unknown => {
  const values = createRandomValues(prng.create(1))
  const some = Array.from({ length: 50 }, () => values.fitting(schema))
  return some.find((body) => schema.safeParse(body).success) ?? {}
}
const holdsBytes = (body: unknown) => Object.values(Object(body) as object).some((part) => part instanceof Uint8Array)

test.each(levels)('what somebody with %s may ask for, by socket and by call', async (access) => {
  const room = freshRoom()
  const client = await joinNative(room, { access })
  expect(requests.length).toBeGreaterThan(60)
  for (const [name, entry] of requests) {
    const body = bodyFor(entry)
    const called = await (room.ask(name, body, actor({ user: client.self, access })) as Promise<Answer>)
    expect(lacksRight(called.ok ? undefined : called.error, entry.access), `${name} by call`).toBe(
      !allows(access, entry.access),
    )
    // JSON has no bytes.
    if (holdsBytes(body)) continue
    const { error } = await client.ask(name, body)
    expect(lacksRight(error, entry.access), `${name} by socket`).toBe(!allows(access, entry.access))
  }
  expect(client.closed).toEqual([])
})
